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

/// <summary>What telling that a password is forgotten came to.</summary>
public abstract record ForgotOutcome
{
    private ForgotOutcome() { }

    /// <summary>A code is on its way to the phone, or would be, if somebody had the number.</summary>
    public sealed record CodeSent(CodeTicket Ticket) : ForgotOutcome;

    /// <summary>A link is on its way to the e-mail address, or would be, if somebody had the address.</summary>
    public sealed record LinkSent : ForgotOutcome;

    public sealed record Refused(AccountError Error) : ForgotOutcome;
}

/// <summary>New passwords for old: known ones, and forgotten ones.</summary>
public sealed class Passwords(
    PasswordChange change, PasswordChangeByCode changeByCode, PasswordReset reset, ResetLinks links, OneTimeCodes codes, AccountPolicy policy)
{
    /// <summary>The signed-in owner changes it with the current one, where the policy does not want a code. The account's other sessions end.</summary>
    public async Task<PasswordOutcome> ChangeAsync(
        Guid userId, string? current, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken) =>
        policy.ChangePasswordWithCode
            ? new PasswordOutcome.Refused(AccountErrors.OtpRequired)
            : await change.ChangeAsync(userId, current, next, currentSid, source, cancellationToken);

    /// <summary>The signed-in owner changes it with the proof of a code for it. The account's other sessions end.</summary>
    public Task<PasswordOutcome> ChangeWithCodeAsync(
        Guid userId, string? verifyToken, string? next, string? currentSid, RequestSource source, CancellationToken cancellationToken) =>
        changeByCode.ChangeAsync(userId, verifyToken, next, currentSid, source, cancellationToken);

    /// <summary>Somebody forgot it: a code goes to the phone, or a link to the e-mail address, by the ways that the policy has.</summary>
    public async Task<ForgotOutcome> ForgotAsync(string? phone, string? email, RequestSource source, CancellationToken cancellationToken)
    {
        var way = (string.IsNullOrWhiteSpace(phone), string.IsNullOrWhiteSpace(email)) switch
        {
            (false, _) => Channels.Phone,
            (_, false) => Channels.Email,
            _ => policy.ResetChannels.HasFlag(Channels.Phone) ? Channels.Phone : Channels.Email,
        };
        if (!policy.ResetChannels.HasFlag(way))
            return new ForgotOutcome.Refused(AccountErrors.ChannelNotAllowed);
        return way == Channels.Phone ? await SendCodeAsync(phone, source, cancellationToken) : await links.SendAsync(email, cancellationToken);
    }

    /// <summary>Likewise, with what was typed into one box: the policy, and where it has both ways the text itself, says which is meant.</summary>
    public Task<ForgotOutcome> ForgotAsync(string identifier, RequestSource source, CancellationToken cancellationToken)
    {
        var isEmail = policy.ResetChannels == Channels.Email || (policy.ResetChannels.HasFlag(Channels.Email) && identifier.Contains('@'));
        return isEmail ? ForgotAsync(phone: null, identifier, source, cancellationToken) : ForgotAsync(identifier, email: null, source, cancellationToken);
    }

    /// <summary>What such a proof permits; it is not used up by looking. Null: it is no good, or not any more.</summary>
    public Task<ResetPermit?> FindResetAsync(string? token, CancellationToken cancellationToken) => reset.FindAsync(token, cancellationToken);

    /// <summary>With the proof that the code brought, or that was mailed, a new one is set. All sessions of the account end.</summary>
    public Task<PasswordOutcome> ResetAsync(string? token, string? next, RequestSource source, CancellationToken cancellationToken) =>
        reset.ResetAsync(token, next, source, cancellationToken);

    private async Task<ForgotOutcome> SendCodeAsync(string? phone, RequestSource source, CancellationToken cancellationToken)
    {
        if (policy.RevealUnknownUsers && await codes.IsUnknownAsync(phone, cancellationToken))
            return new ForgotOutcome.Refused(AccountErrors.UserNotFound);
        return await codes.RequestAsync(phone, CodePurposes.ResetPassword, rememberToken: null, source, cancellationToken) switch
        {
            CodeOutcome.Sent sent => new ForgotOutcome.CodeSent(sent.Ticket),
            CodeOutcome.Refused refused => new ForgotOutcome.Refused(refused.Error),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
