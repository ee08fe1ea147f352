using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Accounts;

/// <summary>What setting a new password came to.</summary>
public abstract record PasswordOutcome
{
    private PasswordOutcome() { }

    public sealed record Changed(Guid UserId) : PasswordOutcome;

    public sealed record Refused(AccountError Error) : PasswordOutcome;
}

/// <summary>New passwords for old: known ones, and forgotten ones.</summary>
public sealed class Passwords(PasswordChange change, PasswordReset reset, OneTimeCodes codes)
{
    /// <summary>The signed-in owner changes it with the current one. The account's other sessions end.</summary>
    public Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? current, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken) =>
        change.ChangeAsync(userId, current, next, currentSid, source, cancellationToken);

    /// <summary>Somebody forgot it: a code goes to the phone. By e-mail only where the policy has it.</summary>
    public Task<CodeOutcome> ForgotAsync(string? phone, string? email, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(phone) && !string.IsNullOrWhiteSpace(email)
            ? Task.FromResult<CodeOutcome>(new CodeOutcome.Refused(AccountErrors.ChannelNotAllowed))
            : codes.RequestAsync(phone, CodePurposes.ResetPassword, rememberToken: null, cancellationToken);

    /// <summary>With the proof that the code brought, a new one is set. All sessions of the account end.</summary>
    public Task<PasswordOutcome> ResetAsync(string? token, string? next, RequestSource source, CancellationToken cancellationToken) =>
        reset.ResetAsync(token, next, source, cancellationToken);
}
