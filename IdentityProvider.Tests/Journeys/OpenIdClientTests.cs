using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Xunit.Abstractions;

namespace IdentityProvider.Tests.Journeys;

/// <summary>A client library that nobody here wrote, <c>openid-client</c>, does everything a relying party does.</summary>
public sealed class OpenIdClientTests(ProviderFixture fixture, ITestOutputHelper output) : IClassFixture<ProviderFixture>
{
    private static readonly string[] Steps =
        ["discovery", "authorize", "code", "id_token", "userinfo", "refresh", "client_credentials", "introspection", "revocation", "logout", "done"];

    [ToolFact]
    [Needs(nameof(Tool.Node))]
    public async Task Openid_client_signs_a_user_in_and_out()
    {
        var provider = fixture.Provider;
        var browser = await provider.NewPersonAtBrowserAsync();
        var (web, machine) = (TestClients.Find(TestClients.Web), TestClients.Find(TestClients.Machine));
        await using var script = NodeScript.Start(
            "openid-client.mjs", provider.Issuer, web.Id, web.Secret!, web.RedirectUri, machine.Id, machine.Secret!,
            TestClients.OrdersApi, TestClients.OrdersApiSecret);

        var callback = await HostedPages.PassAsync(await browser.GoAsync(new Uri(await script.ReadAsync("authorize:"))));
        await script.WriteAsync(callback.Address.AbsoluteUri);
        var signedOut = (await browser.GoAsync(new Uri(await script.ReadAsync("logout:")))).ExpectCallback();
        await script.WriteAsync(signedOut.Address.AbsoluteUri);
        await script.ReadAsync("done:");

        foreach (var line in script.Lines)
            output.WriteLine(line);
        Assert.Equal(Steps, script.Lines.Select(line => line.Split(':')[0]));
        var idToken = script.Lines.Single(line => line.StartsWith("id_token:", StringComparison.Ordinal));
        Assert.Contains(browser.Person!.UserId, idToken, StringComparison.Ordinal);
    }
}
