using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts.Proofs;

/// <summary>
/// Makes and checks the token in the confirmation link, for <c>UserManager.GenerateEmailConfirmationTokenAsync</c> and
/// <c>ConfirmEmailAsync</c>: a JWT, good for the address it was sent to while the account still claims it.
/// </summary>
public sealed class EmailLinkTokenProvider(ProofTokens tokens, AccountPolicy policy) : IUserTwoFactorTokenProvider<User>
{
    public const string Name = "EmailLink";

    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) =>
        Task.FromResult(tokens.Write(
            ProofKind.EmailConfirmation,
            new ProofContent(user.Id, user.Email, ProofTokens.BindingOf(user.EmailStamp)),
            policy.Email.LinkLifetime));

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) =>
        Task.FromResult(
            purpose == UserManager<User>.ConfirmEmailTokenPurpose
            && tokens.Read(ProofKind.EmailConfirmation, token) is ProofReading.Valid { Content: var content }
            && content.UserId == user.Id
            && user.EmailStamp is not null
            && content.Email is not null && content.Email == user.Email
            && RandomHandle.FixedTimeEquals(content.Binding, ProofTokens.BindingOf(user.EmailStamp)));

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => Task.FromResult(false);
}
