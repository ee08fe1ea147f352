using IdentityProvider.Accounts;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary><c>urn:identityprovider:grant:phone_password</c>: <c>phone</c> and <c>password</c>, for apps of the house.</summary>
internal sealed class PhonePasswordGrant(SignIn signIn, SignInAnswer answer, AccountPolicy policy) : IExtensionGrantValidator
{
    public string GrantType => AccountGrants.PhonePassword;

    public bool IsOffered => policy.SignInWithPhone;

    public async Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        if (AccountGrants.Unusable(request, "phone", "password") is { } error)
            return new ExtensionGrantResult.Refused(error);

        var outcome = await signIn.WithPasswordAsync(
            Channels.Phone, request.Parameters["phone"], request.Parameters["password"],
            new SignInPlace(request.Source, request.Client.ClientId), cancellationToken);
        return await answer.OfAsync(outcome, request, cancellationToken);
    }
}
