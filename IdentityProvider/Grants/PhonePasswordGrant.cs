using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary><c>urn:identityprovider:grant:phone_password</c>: <c>phone</c> and <c>password</c>, for apps of the house.</summary>
internal sealed class PhonePasswordGrant(SignIn signIn, Sessions sessions) : IExtensionGrantValidator
{
    public string GrantType => AccountGrants.PhonePassword;

    public async Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        if (AccountGrants.Unusable(request, "phone", "password") is { } error)
            return new ExtensionGrantResult.Refused(error);

        return await signIn.WithPasswordAsync(
            request.Parameters["phone"], request.Parameters["password"], request.Source, trustedDevice: null, cancellationToken) switch
        {
            SignInOutcome.Authenticated signedIn => new ExtensionGrantResult.Granted(
                await sessions.StartAsync(signedIn.User, signedIn.Amr, request.Client.ClientId, request.Source, cancellationToken)),
            SignInOutcome.NotVerified unverified => AccountGrants.Refuse(unverified.Error),
            SignInOutcome.Refused refused => AccountGrants.Refuse(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
