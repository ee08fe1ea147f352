using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Tests.Engine;

/// <summary>The protocol engine by itself, in a host of a dozen lines: what somebody writes who takes it without our accounts.</summary>
public sealed class EngineHost : IAsyncLifetime
{
    public const string Subject = "somebody";
    public const string Secret = "the-secret-of-web";
    public const string Callback = "https://client.example/cb";

    private WebApplication? _app;

    /// <summary>What a browser that has signed in sends along.</summary>
    public HttpClient Client { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    public string Issuer { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIdProvider(options => options.AllowInsecureIssuer = true);
        builder.Services.AddSingleton<IPersistedGrantStore, InMemoryPersistedGrantStore>();
        builder.Services.AddSingleton<ISigningKeyStore, InMemorySigningKeyStore>();
        builder.Services.AddSingleton<IProfileService, OneProfile>();
        builder.Services.AddSingleton<IBrowserSession, SignedIn>();
        builder.Services.AddSingleton<IResourceStore>(new InMemoryResourceStore(new Resources(StandardScopes.All, [new ApiScope("orders.read")], [new ApiResource("https://api.example", ["orders.read"], [])])));
        builder.Services.AddSingleton<IClientStore>(new InMemoryClientStore(
        [
            new Client
            {
                ClientId = "web",
                Secrets = [new ClientSecret(RandomHandle.Hash(Secret))],
                RedirectUris = [Callback],
                GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
                Scope = "openid profile offline_access orders.read",
                RequireConsent = false,
            },
        ]));

        _app = builder.Build();
        _app.UseCors();
        _app.MapOpenIdProvider();
        await _app.StartAsync();
        Issuer = _app.Urls.Single();
        Client.BaseAddress = new Uri(Issuer);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private sealed class OneProfile : IProfileService
    {
        public ValueTask<JsonObject?> GetClaimsAsync(string subject, IReadOnlyCollection<string> claimTypes, CancellationToken cancellationToken) =>
            new(subject == Subject ? new JsonObject { ["name"] = "Some Body" } : null);

        public ValueTask<ActiveUser?> FindActiveAsync(string subject, string? sessionId, CancellationToken cancellationToken) =>
            new(subject == Subject ? new ActiveUser([]) : null);
    }

    private sealed class SignedIn(TimeProvider time) : IBrowserSession
    {
        private readonly UserSession _session = new() { SessionId = "session", Subject = Subject, AuthTime = time.GetUtcNow(), Amr = ["pwd"] };

        public ValueTask<UserSession?> FindAsync(HttpContext http) => new(_session);

        public Task EndAsync(HttpContext http) => Task.CompletedTask;
    }
}
