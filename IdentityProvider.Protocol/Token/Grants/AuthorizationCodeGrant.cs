using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Token.Grants;

/// <summary>A code for tokens (RFC 6749 4.1.3, OIDC Core 3.1.3).</summary>
internal sealed class AuthorizationCodeGrant(
    AuthorizationCodes codes, TokenIssuer issuer, Revocations revocations, IProfileService profiles, IEnumerable<IEventSink> sinks) : ITokenGrant
{
    public async Task<TokenOutcome> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters["code"] is not { } code)
            return new TokenOutcome.Rejected(ProtocolErrors.InvalidRequest("code is missing."));

        var redemption = await codes.RedeemAsync(
            code, request.Client, request.Parameters["redirect_uri"], request.Parameters["code_verifier"], cancellationToken);
        switch (redemption)
        {
            case CodeRedemption.Redeemed(var grant, var refreshToken):
                if (await profiles.FindActiveAsync(grant.Session.Subject, grant.Session.SessionId, cancellationToken) is null)
                {
                    await revocations.RevokeGrantAsync(grant.GrantId, request.Client.ClientId, cancellationToken);
                    return new TokenOutcome.Rejected(ProtocolErrors.UserNotActive);
                }

                return new TokenOutcome.Issued(await issuer.IssueAsync(grant, grant.Scopes, refreshToken, cancellationToken));

            case CodeRedemption.Reused(var grantId, var subject):
                // RFC 6749 4.1.2: a second use means that somebody else has the code; what the first one got dies. Whoever hangs up stops nothing.
                await revocations.RevokeGrantAsync(grantId, request.Client.ClientId, CancellationToken.None);
                await sinks.RaiseAsync(
                    new(ProtocolEvents.AuthorizationCodeReused, request.Client.ClientId, subject, "An authorization code came twice; its tokens were revoked."), CancellationToken.None);
                return new TokenOutcome.Rejected(ProtocolErrors.CodeNotGood);

            default:
                return new TokenOutcome.Rejected(ProtocolErrors.CodeNotGood);
        }
    }
}
