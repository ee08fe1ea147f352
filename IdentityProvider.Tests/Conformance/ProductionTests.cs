using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Delivery;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Outside Development, behind a proxy that ends TLS: rows BCP-35, 36, 43, and what a start refuses.</summary>
public sealed class ProductionTests(ProductionTests.BehindProxy fixture) : IClassFixture<ProductionTests.BehindProxy>
{
    private const string Issuer = "https://login.example";
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider in Production that believes the proxy on this machine.</summary>
    public sealed class BehindProxy : ProviderFixture
    {
        public RecordingSender Sms { get; } = new(MessageChannels.Sms);

        protected override void Configure(ProviderSettings settings) => settings
            .InEnvironment("Production")
            .With("Issuer", Issuer)
            .With("Proxies:Known:0", "127.0.0.1")
            .WithServices(services => services.AddSingleton<IMessageSender>(Sms).AddSingleton<IMessageSender>(new RecordingSender(MessageChannels.Email)));
    }

    [Theory]
    [Trait("Conformance", "CONFIG-05")]
    [InlineData(null)]
    [InlineData("http://login.example")]
    [InlineData("https://login.example/?tenant=1")]
    [InlineData("login.example")]
    public async Task A_start_without_a_right_issuer_is_refused(string? issuer)
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var process = ProviderProcess.Start(new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ConnectionStrings:Default"] = database.ConnectionString,
            ["Issuer"] = issuer,
        });
        Assert.NotEqual(0, await process.ExitedAsync());
        Assert.Contains("Issuer", process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Conformance", "BCP-35")]
    [InlineData("/connect/authorize?client_id=web")]
    [InlineData("/account/login")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Plain_http_is_refused(string path)
    {
        using var answer = await _provider.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    [Trait("Conformance", "BCP-36")]
    public async Task A_stranger_is_not_believed_to_be_a_proxy()
    {
        await using var exposed = await Provider.StartAsync(settings => settings
            .InEnvironment("Production").With("Issuer", Issuer)
            .WithServices(services => services
                .AddSingleton<IMessageSender>(new RecordingSender(MessageChannels.Sms))
                .AddSingleton<IMessageSender>(new RecordingSender(MessageChannels.Email))));
        using var answer = await exposed.Http.SendAsync(OverTls(HttpMethod.Get, "/account/login"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [Trait("Conformance", "BCP-35")]
    [InlineData("/account/login")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task Over_TLS_browsers_are_told_to_stay_there(string path)
    {
        using var answer = await _provider.Http.SendAsync(OverTls(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/messages")]
    [InlineData("/demo/")]
    [InlineData("/openapi")]
    [InlineData("/openapi/index.html")]
    public async Task What_is_for_development_does_not_exist(string path)
    {
        using var answer = await _provider.Http.SendAsync(OverTls(HttpMethod.Get, path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    [Trait("Conformance", "BCP-43")]
    public async Task Every_cookie_is_bound_to_this_host_and_hidden_from_scripts()
    {
        var person = await RegisterVerifiedAsync();
        using var form = await _provider.Http.SendAsync(OverTls(HttpMethod.Get, "/account/login"));
        var token = AntiforgeryToken(await form.Content.ReadAsStringAsync());
        using var signIn = OverTls(HttpMethod.Post, "/account/login");
        signIn.Headers.Add("Cookie", form.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        signIn.Headers.Add("Origin", Issuer);
        signIn.Content = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("identifier", person.Phone),
            KeyValuePair.Create("password", person.Password),
            KeyValuePair.Create("__RequestVerificationToken", token),
        ]);
        using var answer = await _provider.Http.SendAsync(signIn);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        var cookies = form.Headers.GetValues("Set-Cookie").Concat(answer.Headers.GetValues("Set-Cookie")).ToList();
        Assert.True(cookies.Count >= 2, "the sign-in set no cookie");
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Unencrypted_keys_at_rest_are_warned_of_in_words_that_say_what_to_set()
    {
        Assert.Contains(_provider.Logs.Lines, IsWarning);
        await using var development = await Provider.StartAsync();
        Assert.DoesNotContain(development.Logs.Lines, IsWarning);

        static bool IsWarning(LogLine line) =>
            line.Level == Microsoft.Extensions.Logging.LogLevel.Warning && line.Text.Contains("DataProtection:CertificatePath", StringComparison.Ordinal);
    }

    private async Task<Person> RegisterVerifiedAsync()
    {
        var person = Person.New();
        using var register = OverTls(HttpMethod.Post, "/api/account/register");
        register.Content = JsonContent.Create(AccountsClient.RegistrationOf(person));
        using var registered = await _provider.Http.SendAsync(register);
        var body = await registered.ExpectJsonAsync(HttpStatusCode.Created);
        using var verify = OverTls(HttpMethod.Post, "/api/account/otp/verify");
        verify.Content = JsonContent.Create(new JsonObject
        {
            ["phone"] = person.Phone,
            ["purpose"] = "verify_phone",
            ["code"] = (await fixture.Sms.NextAsync(person.Phone)).Code,
            ["rememberToken"] = (string?)body["phone"]!["rememberToken"],
        });
        using var verified = await _provider.Http.SendAsync(verify);
        await verified.ExpectJsonAsync(HttpStatusCode.OK);
        return person;
    }

    /// <summary>A request as the proxy passes it on.</summary>
    private static HttpRequestMessage OverTls(HttpMethod method, string path) => new(method, path)
    {
        Headers = { { "X-Forwarded-Proto", "https" }, { "X-Forwarded-For", "203.0.113.7" }, { "Host", "login.example" } },
    };

    private static string AntiforgeryToken(string html) =>
        new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
}
