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
        if (!client.RedirectUris.Any(registered => Matches(registered, redirectUri, client)))
            return Untrusted("redirect_uri is not one of those that are registered for this client. They are compared character by character.");
        return new Outcome.Trusted(client, redirectUri);
    }

    /// <summary>Compared as strings (RFC 9700 2.1); a native client at the loopback address may choose its port (RFC 8252 7.3).</summary>
    private static bool Matches(string registered, string requested, Client client)
    {
        if (registered == requested)
            return true;
        return client.ApplicationType == "native"
            && WithoutLoopbackPort(registered) is { } registeredRest
            && WithoutLoopbackPort(requested) is { } requestedRest
            && registeredRest == requestedRest;
    }

    private static string? WithoutLoopbackPort(string uri)
    {
        foreach (var host in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]"])
        {
            if (!uri.StartsWith(host, StringComparison.Ordinal))
                continue;
            var rest = uri.AsSpan(host.Length);
            if (rest.StartsWith(":"))
            {
                var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
                var port = digits < 0 ? rest[1..] : rest[1..(digits + 1)];
                if (!ushort.TryParse(port, out _))
                    return null;
                rest = rest[(port.Length + 1)..];
            }

            return rest.Length == 0 || rest[0] is '/' or '?' ? host + rest.ToString() : null;
        }

        return null;
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
