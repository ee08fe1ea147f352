using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts.Proofs;

/// <summary>
/// Makes and checks the proof that a password may be set anew, for <c>UserManager.GeneratePasswordResetTokenAsync</c> and
/// <c>ResetPasswordAsync</c>: a JWT that permits exactly that. The new password changes the security stamp, so it works once.
/// </summary>
public sealed class PasswordResetTokenProvider(ProofTokens tokens, AccountPolicy policy) : IUserTwoFactorTokenProvider<User>
{
    public const string Name = "PasswordReset";

    public Task<string> GenerateAsync(string purpose, UserManager<User> manager, User user) =>
        Task.FromResult(tokens.Write(
            ProofKind.PasswordReset, new ProofContent(user.Id, Email: null, ProofTokens.BindingOf(user.SecurityStamp)), policy.Password.ResetLifetime));

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<User> manager, User user) =>
        Task.FromResult(
            purpose == UserManager<User>.ResetPasswordTokenPurpose
            && tokens.Read(ProofKind.PasswordReset, token) is ProofReading.Valid { Content: var content }
            && content.UserId == user.Id
            && RandomHandle.FixedTimeEquals(content.Binding, ProofTokens.BindingOf(user.SecurityStamp)));

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<User> manager, User user) => Task.FromResult(false);
}
