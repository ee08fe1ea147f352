using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary>What a sign-in becomes at the token endpoint: a session of the client, or a refusal in the words of RFC 6749.</summary>
internal sealed class SignInAnswer(Sessions sessions)
{
    public async Task<ExtensionGrantResult> OfAsync(SignInOutcome outcome, ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        switch (outcome)
        {
            case SignInOutcome.Authenticated { User: var user, Amr: var amr }:
                return await sessions.StartAsync(user, amr, request.Client.ClientId, request.Source, cancellationToken) switch
                {
                    SessionStart.Started started => new ExtensionGrantResult.Granted(started.Session),
                    SessionStart.Refused refused => Refuse(refused.Error),
                    var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
                };
            case SignInOutcome.NotVerified unverified:
                return Refuse(unverified.Error);
            case SignInOutcome.Refused refused:
                return Refuse(refused.Error);
            default:
                throw new System.Diagnostics.UnreachableException(outcome.GetType().Name);
        }
    }

    /// <summary>
    /// RFC 6749 5.2: a refusal of what was presented is <c>invalid_grant</c>. Where that was right, and the policy says no all
    /// the same, it is <c>access_denied</c>. The description begins with our own code.
    /// </summary>
    private static ExtensionGrantResult.Refused Refuse(AccountError error) =>
        new(new ProtocolError(error.Code == AccountErrors.AlreadySignedIn.Code ? "access_denied" : "invalid_grant", $"{error.Code}: {error.Detail}"));
}
