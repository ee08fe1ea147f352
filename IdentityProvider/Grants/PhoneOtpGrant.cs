using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary><c>urn:identityprovider:grant:phone_otp</c>: <c>phone</c>, <c>code</c> and <c>remember_token</c>, for apps of the house.</summary>
internal sealed class PhoneOtpGrant(SignIn signIn, Sessions sessions) : IExtensionGrantValidator
{
    public string GrantType => AccountGrants.PhoneOtp;

    public async Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        if (AccountGrants.Unusable(request, "phone", "code", "remember_token") is { } error)
            return new ExtensionGrantResult.Refused(error);

        return await signIn.WithCodeAsync(
            request.Parameters["phone"], request.Parameters["code"], request.Parameters["remember_token"], cancellationToken) switch
        {
            SignInOutcome.Authenticated signedIn => new ExtensionGrantResult.Granted(
                await sessions.StartAsync(signedIn.User, signedIn.Amr, request.Client.ClientId, request.Source, cancellationToken)),
            SignInOutcome.NotVerified unverified => AccountGrants.Refuse(unverified.Error),
            SignInOutcome.Refused refused => AccountGrants.Refuse(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
