using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IdentityProvider.Health;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Deployment;

/// <summary>The provider in Production on PostgreSQL behind nginx with TLS, both set up by the files under <c>deploy</c>.</summary>
[Needs(nameof(Tool.Nginx), nameof(Tool.PostgreSql))]
public sealed class NginxTests : IAsyncLifetime
{
    private const string Origin = "https://" + NginxServer.Name;

    private readonly ConcurrentQueue<string> _cookiesSet = new();
    private DeployedProvider? _provider;
    private NginxServer? _nginx;
    private Uri? _inside;

    private DeployedProvider Provider => _provider!;

    private NginxServer Nginx => _nginx!;

    public async Task InitializeAsync()
    {
        var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        _provider = DeployedProvider.Start(DeploymentFiles.EnvironmentOf("systemd/identityprovider.env"), database);
        _inside = await _provider.ListeningAsync();
        _nginx = await NginxServer.StartAsync(_inside);
    }

    public async Task DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        await Provider.DisposeAsync();
    }

    [ToolFact]
    [Trait("Conformance", "BCP-35")]
    public async Task Somebody_signs_up_and_in_and_the_client_gets_what_it_needs()
    {
        using var browser = new UserAgent(new Uri(Origin), cookies => new HttpClient(new CookieRecorder(_cookiesSet, Nginx.NewHandler(cookies))));
        using var client = new HttpClient(Nginx.NewHandler()) { BaseAddress = new Uri(Origin), DefaultRequestVersion = HttpVersion.Version20 };
        var (person, registered) = (Person.New(), TestClients.Find(TestClients.ConsentWeb));
        var request = AuthorizationRequest.Of(registered, "openid profile email offline_access");

        var metadata = await GetAsync(client, "/.well-known/openid-configuration");
        Assert.Equal(Origin, (string?)metadata["issuer"]);
        var callback = await HostedPages.SignUpAsync(
            browser, new Uri($"{metadata["authorization_endpoint"]}?{request.Query}"), person, () => Provider.NextCodeAsync(person.Phone));
        Assert.Equal((Origin, request.State), (callback.Issuer, callback.State));

        using var redemption = new HttpRequestMessage(HttpMethod.Post, (string?)metadata["token_endpoint"])
        {
            Headers = { Authorization = RelyingParty.Basic(registered.Id, registered.Secret!) },
            Content = new FormUrlEncodedContent(RelyingParty.CodeGrant(callback.Code!, request).Parameters),
        };
        var tokens = (await TokenAnswer.ReadAsync(await client.SendAsync(redemption))).ExpectSuccess();
        var idToken = Jwt.Parse(tokens["id_token"]!).Payload;
        Assert.Equal((Origin, request.Nonce), ((string?)idToken["iss"], (string?)idToken["nonce"]));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ExpectAccessToken());
        var userInfo = await GetAsync(client, (string)metadata["userinfo_endpoint"]!);
        Assert.Equal(((string?)idToken["sub"], person.FullName), ((string?)userInfo["sub"], (string?)userInfo["name"]));

        Assert.NotEmpty(_cookiesSet);
        Assert.All(_cookiesSet, cookie => Assert.Matches("^__Host-[^;]+;.*path=/; secure", cookie));
        var sessions = (await browser.GoAsync("/account/sessions")).ExpectPage();
        Assert.Contains("from 127.0.0.1", sessions.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(callback.Code!, Nginx.AccessLog + Nginx.ErrorLog, StringComparison.Ordinal);
        Assert.DoesNotContain(request.State!, Nginx.AccessLog + Nginx.ErrorLog, StringComparison.Ordinal);
        Assert.Contains("\"GET /connect/authorize HTTP/1.1\" 303", Nginx.AccessLog, StringComparison.Ordinal);
    }

    [ToolFact]
    [Trait("Conformance", "BCP-36")]
    public async Task What_a_visitor_says_of_itself_is_not_passed_on()
    {
        using var client = new HttpClient(Nginx.NewHandler()) { BaseAddress = new Uri(Origin) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/.well-known/openid-configuration")
        {
            Version = HttpVersion.Version20,
            Headers = { { "Host", "evil.example" }, { "X-Forwarded-Host", "evil.example" }, { "X-Forwarded-Proto", "http" }, { "X-Forwarded-For", "198.51.100.66" }, { "Forwarded", "proto=http;host=evil.example" } },
        };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Equal("nginx", Assert.Single(answer.Headers.GetValues("Server")));
    }

    [ToolFact]
    [Trait("Conformance", "BCP-35")]
    public async Task Without_TLS_reading_is_led_over_and_writing_refused()
    {
        using var client = new HttpClient(Nginx.NewHandler());
        using var read = await client.GetAsync(new Uri($"http://{NginxServer.Name}/account/login?request=1"));
        Assert.Equal((HttpStatusCode.MovedPermanently, $"{Origin}/account/login?request=1"), (read.StatusCode, read.Headers.Location?.OriginalString));
        using var written = await client.PostAsync(new Uri($"http://{NginxServer.Name}/account/login"), new FormUrlEncodedContent([new("identifier", "+959791234567")]));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, written.StatusCode);
    }

    [ToolFact]
    public async Task Health_is_for_the_inside_and_says_when_the_provider_is_gone()
    {
        using var client = new HttpClient(Nginx.NewHandler()) { BaseAddress = new Uri(Origin) };
        foreach (var path in new[] { HealthEndpoints.LivePath, HealthEndpoints.ReadyPath })
        {
            Assert.True(await IsHiddenAsync(client, path), path);
            using var inside = await new HttpClient().GetAsync(new Uri(_inside!, path));
            Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        }

        foreach (var path in new[] { "/Health/READY", "/%68ealth/live", "//health/live", "/health/ready/" })
            Assert.True(await IsHiddenAsync(client, path), path);

        // Below the path of an issuer; and what only looks like it is the provider's to answer.
        Assert.True(await IsHiddenAsync(client, "/tenant/health/live"));
        Assert.False(await IsHiddenAsync(client, "/api/clients/health"));
        Assert.False(await IsHiddenAsync(client, "/healthy"));

        await Provider.KillAsync();
        using var answer = await client.GetAsync("/account/confirm-email?token=mailed-secret");
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("\"GET /account/confirm-email HTTP/1.1\" 502", Nginx.AccessLog, StringComparison.Ordinal);
        Assert.DoesNotContain("mailed-secret", Nginx.AccessLog + Nginx.ErrorLog, StringComparison.Ordinal);
    }

    /// <summary>Whether nginx says that there is nothing, without asking the provider.</summary>
    private static async Task<bool> IsHiddenAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(Origin + path));
        return answer.StatusCode == HttpStatusCode.NotFound && (await answer.Content.ReadAsStringAsync()).Contains("<center>nginx", StringComparison.Ordinal);
    }

    private static async Task<JsonObject> GetAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return await answer.ExpectJsonAsync(HttpStatusCode.OK);
    }

    /// <summary>Keeps what a browser is told to remember.</summary>
    private sealed class CookieRecorder(ConcurrentQueue<string> cookies, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set)
                    cookies.Enqueue(cookie);
            return answer;
        }
    }
}
