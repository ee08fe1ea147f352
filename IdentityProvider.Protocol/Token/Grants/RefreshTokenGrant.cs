using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>A refresh token for the next one and an access token (RFC 6749 6, OIDC Core 12).</summary>
internal sealed class RefreshTokenGrant(
    RefreshTokens refreshTokens, TokenIssuer issuer, Revocations revocations, IProfileService profiles, IEnumerable<IEventSink> sinks) : ITokenGrant
{
    public async Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters["refresh_token"] is not { } presented)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidRequest("refresh_token is missing."));
        if (ScopeList.TryParse(request.Parameters["scope"]) is not { } wanted)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope has characters that no scope has."));

        // Looked at before it is used up: a scope that is too wide must not cost the client its refresh token.
        if (wanted.Count > 0
            && await refreshTokens.FindAsync(presented, request.Client, cancellationToken) is { } standing
            && wanted.Except(standing.Scopes).Any())
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidScope("scope asks for more than was granted."));

        switch (await refreshTokens.RotateAsync(presented, request.Client, cancellationToken))
        {
            case Rotation.Rotated(var grant, var successor):
                return await IssueAsync(request, grant, wanted, successor, cancellationToken);

            case Rotation.Reused(var grantId, var subject):
                // RFC 9700 4.14.2: one of two holders is a thief, and nobody knows which. A thief who hangs up stops nothing.
                await revocations.RevokeGrantAsync(grantId, request.Client.ClientId, CancellationToken.None);
                await sinks.RaiseAsync(
                    new(ProtocolEvents.RefreshTokenReused, request.Client.ClientId, subject, "A used refresh token came again; its family was revoked."), CancellationToken.None);
                return new TokenOutcome.Rejected(ProtocolErrors.RefreshTokenNotGood);

            default:
                return new TokenOutcome.Rejected(ProtocolErrors.RefreshTokenNotGood);
        }
    }

    private async Task<TokenOutcome> IssueAsync(
        TokenRequest request, TokenGrant grant, IReadOnlyList<string> wanted, string successor, CancellationToken cancellationToken)
    {
        // What the client may no longer ask for, it no longer gets.
        var allowed = ScopeList.Of(request.Client);
        var scopes = grant.Scopes.Where(scope => allowed.Contains(scope) && (wanted.Count == 0 || wanted.Contains(scope))).ToList();
        var active = await profiles.FindActiveAsync(grant.Session.Subject, grant.Session.SessionId, cancellationToken) is not null;
        var stands = scopes.Count > 0 && !LostOfflineAccess(grant, allowed) && !await revocations.IsGrantRevokedAsync(grant.GrantId, cancellationToken);
        if (active && stands)
            return new TokenOutcome.Issued(await issuer.IssueAsync(grant, scopes, successor, cancellationToken));

        await revocations.RevokeGrantAsync(grant.GrantId, request.Client.ClientId, cancellationToken);
        return new TokenOutcome.Rejected(active ? ProtocolErrors.RefreshTokenNotGood : ProtocolErrors.UserNotActive);
    }

    // Granted offline access, and no longer allowed to have it. A grant of the host's own never asked for it.
    private static bool LostOfflineAccess(TokenGrant grant, IReadOnlyList<string> allowed) =>
        grant.Scopes.Contains(StandardScopes.OfflineAccess) && !allowed.Contains(StandardScopes.OfflineAccess);
}
