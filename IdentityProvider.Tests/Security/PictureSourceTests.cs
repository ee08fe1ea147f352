using System.Net;
using IdentityProvider.Tests.Administration.Registry;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security;

/// <summary>A client's picture: its host comes into the Content-Security-Policy as a header can have it, and nothing else of its address does.</summary>
public sealed class PictureSourceTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Theory]
    [InlineData("https://münchen.example/logo.png", "https://xn--mnchen-3ya.example")]
    [InlineData("https://LOGO.example:8443/a;b,c/logo.png", "https://logo.example:8443")]
    [InlineData("https://[2001:db8::1]/logo.png", null)]
    public async Task A_registered_client_s_sign_in_shows_it(string logo, string? source)
    {
        var body = Registrar.WebApp();
        body["logo_uri"] = logo;
        var client = await (await Registrar.OfRoleAsync(_provider, "admin")).AddAsync(body);
        var rp = client.At(_provider);
        var page = (await rp.VisitAsync(_provider.NewBrowser(), rp.Request())).ExpectPage();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(new[] { "'self'", "data:", source }.OfType<string>(), ContentPolicy.Parse(page.Header("Content-Security-Policy")!)["img-src"]);
    }

    [Fact]
    public async Task So_does_that_of_a_client_of_a_file_and_the_house_s_own_picture()
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Branding:Logo", "https://a;form-action@straße.example/logo.png")
            .WithClients(TestClients.FileWith(TestClients.Web, client => client["logo_uri"] = "https://münchen.example/logo.png")));
        var rp = provider.RelyingParty();
        var page = (await rp.VisitAsync(provider.NewBrowser(), rp.Request())).ExpectPage();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var policy = ContentPolicy.Parse(page.Header("Content-Security-Policy")!);
        Assert.Contains("https://xn--mnchen-3ya.example", policy["img-src"]);
        Assert.Contains(policy["img-src"], one => one is "https://xn--strae-oqa.example" or "https://strasse.example");
        Assert.Equal(["'self'", "https:"], policy["form-action"]);
    }

    [Theory]
    [InlineData("logo_uri")]
    [InlineData("client_uri")]
    [InlineData("policy_uri")]
    [InlineData("tos_uri")]
    public async Task An_address_with_a_user_name_is_refused(string member)
    {
        var body = Registrar.WebApp();
        body[member] = "https://bank.example;form-action@evil.example/";
        var refused = (await (await Registrar.OfRoleAsync(_provider, "admin")).PostAsync("/api/clients", body)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Contains("has a user name", Assert.Single(refused["errors"]![member]!.AsArray())!.ToString(), StringComparison.Ordinal);
    }
}
