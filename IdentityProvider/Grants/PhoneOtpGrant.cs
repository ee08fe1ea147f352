using IdentityProvider.Accounts;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary><c>urn:identityprovider:grant:phone_otp</c>: <c>phone</c>, <c>code</c> and <c>remember_token</c>, for apps of the house.</summary>
internal sealed class PhoneOtpGrant(SignIn signIn, SignInAnswer answer, AccountPolicy policy) : IExtensionGrantValidator
{
    public string GrantType => AccountGrants.PhoneOtp;

    public bool IsOffered => policy.SignInWithCode;

    public async Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        if (AccountGrants.Unusable(request, "phone", "code", "remember_token") is { } error)
            return new ExtensionGrantResult.Refused(error);

        var outcome = await signIn.WithCodeAsync(
            request.Parameters["phone"], request.Parameters["code"], request.Parameters["remember_token"],
            new SignInPlace(request.Source, request.Client.ClientId), cancellationToken);
        return await answer.OfAsync(outcome, request, cancellationToken);
    }
}
