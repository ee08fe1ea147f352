using IdentityProvider.Accounts;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Protocol.Grants;

namespace IdentityProvider.Grants;

/// <summary><c>urn:identityprovider:grant:email_password</c>: <c>email</c> and <c>password</c>, for apps of the house.</summary>
internal sealed class EmailPasswordGrant(SignIn signIn, SignInAnswer answer, AccountPolicy policy) : IExtensionGrantValidator
{
    public string GrantType => AccountGrants.EmailPassword;

    public bool IsOffered => policy.SignInWithEmail;

    public async Task<ExtensionGrantResult> ValidateAsync(ExtensionGrantRequest request, CancellationToken cancellationToken)
    {
        if (AccountGrants.Unusable(request, "email", "password") is { } error)
            return new ExtensionGrantResult.Refused(error);

        var outcome = await signIn.WithPasswordAsync(
            Channels.Email, request.Parameters["email"], request.Parameters["password"],
            new SignInPlace(request.Source, request.Client.ClientId), cancellationToken);
        return await answer.OfAsync(outcome, request, cancellationToken);
    }
}
