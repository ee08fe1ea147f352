using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using IdentityProvider.Protocol.Tokens;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Protocol.EndSession;

/// <summary>Decides about a logout request (RP-Initiated Logout 2, 3).</summary>
internal sealed class EndSessionRequest(IClientStore clients, IdTokens idTokens)
{
    public async ValueTask<EndSessionOutcome> DecideAsync(ProtocolParameters parameters, UserSession? session, CancellationToken cancellationToken)
    {
        if (parameters.Repeated.Count > 0 || parameters.HasControlCharacter)
            return Refused("A parameter came more than once, or has a control character.");

        // 1. Who asks: the hint tells, and client_id must not contradict it.
        IdTokenHint? hint = null;
        if (parameters["id_token_hint"] is { } token && (hint = idTokens.ReadHint(token)) is null)
            return Refused("id_token_hint is not an ID token of this provider.");
        var clientId = parameters["client_id"];
        if (hint is not null && clientId is not null && clientId != hint.ClientId)
            return Refused("client_id is not the client of id_token_hint.");

        Client? client = null;
        if ((hint?.ClientId ?? clientId) is { } named && (client = await clients.FindAsync(named, cancellationToken)) is not { Enabled: true })
            return Refused("No client is registered under this client_id.");

        // 2. Where to go afterwards: compared as strings, and only with a client to compare for.
        string? redirectUri = null;
        if (client is not null && parameters["post_logout_redirect_uri"] is { } requested)
        {
            if (!client.PostLogoutRedirectUris.Contains(requested))
                return Refused("post_logout_redirect_uri is not one of those that are registered for this client. They are compared character by character.");
            redirectUri = parameters["state"] is { } state ? QueryHelpers.AddQueryString(requested, "state", state) : requested;
        }

        // 3. Whether to ask: not where there is nothing to end and nowhere to go, and not where the client proves that it
        //    means this very session.
        if (session is null && redirectUri is null)
            return new EndSessionOutcome.EndNow(null);
        var proven = hint is not null && (session is null || (hint.Subject == session.Subject && (hint.SessionId is null || hint.SessionId == session.SessionId)));
        return proven ? new EndSessionOutcome.EndNow(redirectUri) : new EndSessionOutcome.AskFirst(client?.ClientId, redirectUri);
    }

    private static EndSessionOutcome.Refused Refused(string description) => new(ProtocolErrors.InvalidRequest(description));
}

/// <summary>What a logout request came to.</summary>
internal abstract record EndSessionOutcome
{
    private EndSessionOutcome() { }

    /// <summary>The error page; nobody is signed out.</summary>
    public sealed record Refused(ProtocolError Error) : EndSessionOutcome;

    /// <summary>Without further questions.</summary>
    public sealed record EndNow(string? RedirectUri) : EndSessionOutcome;

    /// <summary>Anybody could have sent the browser here: the user decides.</summary>
    public sealed record AskFirst(string? ClientId, string? RedirectUri) : EndSessionOutcome;
}
