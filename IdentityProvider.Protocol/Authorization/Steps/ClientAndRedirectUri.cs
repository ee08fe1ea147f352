using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>Finds out who asks and where an answer may go. Until this is known nothing is ever redirected (RFC 6749 4.1.2.1).</summary>
internal sealed class ClientAndRedirectUri(IClientStore clients)
{
    public async ValueTask<Outcome> IdentifyAsync(ProtocolParameters parameters, CancellationToken cancellationToken)
    {
        if (parameters["client_id"] is not { } clientId)
            return Untrusted("client_id is missing, or came more than once.");
        if (await clients.FindAsync(clientId, cancellationToken) is not { Enabled: true } client)
            return new Outcome.Untrusted(new ProtocolError("invalid_client", "No client is registered under this client_id."));

        // OIDC Core 3.1.2.1: redirect_uri is required, however many are registered.
        if (parameters["redirect_uri"] is not { } redirectUri)
            return Untrusted("redirect_uri is missing, or came more than once.");
        if (!RegisteredRedirectUris.Have(client, redirectUri))
            return Untrusted("redirect_uri is not one of those that are registered for this client. They are compared character by character.");
        return new Outcome.Trusted(client, redirectUri);
    }

    private static Outcome.Untrusted Untrusted(string description) => new(ProtocolErrors.InvalidRequest(description));

    /// <summary>What identifying came to.</summary>
    internal abstract record Outcome
    {
        private Outcome() { }

        public sealed record Trusted(Client Client, string RedirectUri) : Outcome;

        public sealed record Untrusted(ProtocolError Error) : Outcome;
    }
}
