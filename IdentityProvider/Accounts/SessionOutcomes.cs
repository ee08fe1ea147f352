using IdentityProvider.Protocol.Sessions;

namespace IdentityProvider.Accounts;

/// <summary>Why a session ended: values of <see cref="Session.EndReason"/>.</summary>
public static class SessionEndReasons
{
    public const string SignedOut = "signed_out";
    public const string EndedByUser = "ended_by_user";
    public const string EndedByAdministrator = "ended_by_administrator";
    public const string ReplacedByOtherUser = "replaced_by_other_user";
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string Deactivated = "deactivated";
    public const string Expired = "expired";
}

/// <summary>What starting a session came to.</summary>
public abstract record SessionStart
{
    private SessionStart() { }

    public sealed record Started(UserSession Session) : SessionStart;

    public sealed record Refused(AccountError Error) : SessionStart;
}
