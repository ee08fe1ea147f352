using System.Net;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Conformance;

/// <summary>Secrets that are rotated: rows G6749-51, 52.</summary>
public sealed class ClientSecretTests(ClientSecretTests.WithRotatingSecrets fixture) : IClassFixture<ClientSecretTests.WithRotatingSecrets>
{
    private const string ClientId = "rotating";
    private const string Old = "the-old-secret";
    private const string New = "the-new-secret";
    private static readonly TimeSpan OldLives = TimeSpan.FromHours(1);
    private readonly Provider _provider = fixture.Provider;

    /// <summary>A provider with a client that has two secrets, one of which ends.</summary>
    public sealed class WithRotatingSecrets : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings)
        {
            var client = new Client
            {
                ClientId = ClientId,
                GrantTypes = ["client_credentials"],
                Scope = "orders.read",
                Secrets =
                [
                    new ClientSecret(RandomHandle.Hash(Old), TimeProvider.System.GetUtcNow() + OldLives),
                    new ClientSecret(RandomHandle.Hash(New)),
                ],
            };
            settings.WithServices(services => services.AddSingleton<IClientStore>(new InMemoryClientStore([client])));
        }
    }

    [Fact]
    [Trait("Conformance", "G6749-51")]
    [Trait("Conformance", "G6749-52")]
    public async Task Both_work_until_one_ends()
    {
        (await AskAsync(Old)).ExpectSuccess();
        (await AskAsync(New)).ExpectSuccess();
        _provider.Clock.Advance(OldLives);
        Conforming.TokenError(await AskAsync(Old), "invalid_client", HttpStatusCode.Unauthorized);
        (await AskAsync(New)).ExpectSuccess();
    }

    private async Task<TokenAnswer> AskAsync(string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Headers = { Authorization = RelyingParty.Basic(ClientId, secret) },
            Content = new FormUrlEncodedContent(new TokenRequest("client_credentials").With("scope", "orders.read").Parameters),
        };
        return await TokenAnswer.ReadAsync(await _provider.Http.SendAsync(request));
    }
}
