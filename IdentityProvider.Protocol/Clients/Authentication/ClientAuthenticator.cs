using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.Extensions.Logging;

namespace IdentityProvider.Protocol.Clients.Authentication;

/// <summary>Finds out which client sends a request (RFC 6749 2.3, 3.2.1).</summary>
internal sealed class ClientAuthenticator(IClientStore clients, IEnumerable<IEventSink> sinks, TimeProvider time, ILogger<ClientAuthenticator> logger)
{
    /// <summary>Compared with where there is no client, so that an unknown client costs what a wrong secret does.</summary>
    private static readonly IReadOnlyList<ClientSecret> NoClientsSecret = [new(RandomHandle.Hash("no client has this secret"))];

    private const int LongestIdentifier = 200;
    private const int LongestSecret = 512;

    /// <param name="authorization">The <c>Authorization</c> header.</param>
    /// <param name="parameters">The form.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public async ValueTask<ClientAuthentication> AuthenticateAsync(string authorization, ProtocolParameters parameters, CancellationToken cancellationToken)
    {
        switch (PresentedCredentials.Read(authorization, parameters))
        {
            case PresentedCredentials.Unusable unusable:
                return new ClientAuthentication.Rejected(unusable.Error);

            case PresentedCredentials.Identifier { ClientId.Length: <= LongestIdentifier } presented
                when await clients.FindAsync(presented.ClientId, cancellationToken) is { Enabled: true, IsPublic: true } client:
                return new ClientAuthentication.Authenticated(client);

            case PresentedCredentials.Secret { ClientId.Length: <= LongestIdentifier, Value.Length: <= LongestSecret } presented
                when await FindBySecretAsync(presented, cancellationToken) is { } client:
                return new ClientAuthentication.Authenticated(client);

            default:
                logger.ClientAuthenticationFailed();
                await sinks.RaiseAsync(new(ProtocolEvents.ClientAuthenticationFailed, null, null, "A client failed to authenticate."), cancellationToken);
                return new ClientAuthentication.Rejected(ProtocolErrors.InvalidClient);
        }
    }

    private async ValueTask<Client?> FindBySecretAsync(PresentedCredentials.Secret presented, CancellationToken cancellationToken)
    {
        var client = await clients.FindAsync(presented.ClientId, cancellationToken);
        // A public client that sends a secret is one that somebody registered wrongly: say so at once.
        var usable = client is { Enabled: true, IsPublic: false };
        var right = ClientSecret.IsOneOf(usable ? client!.Secrets : NoClientsSecret, presented.Value, time.GetUtcNow());
        return usable && right ? client : null;
    }
}

/// <summary>What authentication came to.</summary>
internal abstract record ClientAuthentication
{
    private ClientAuthentication() { }

    public sealed record Authenticated(Client Client) : ClientAuthentication;

    public sealed record Rejected(ProtocolError Error) : ClientAuthentication;
}
