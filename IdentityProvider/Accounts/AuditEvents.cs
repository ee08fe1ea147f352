namespace IdentityProvider.Accounts;

/// <summary>Names of what accounts and their administrators leave in the audit trail.</summary>
public static class AuditEvents
{
    public const string PasswordChanged = "password_changed";
    public const string PasswordReset = "password_reset";
    public const string MaliciousRequest = "malicious_request";
    public const string AccountDeleted = "account_deleted";
    public const string AccountCreated = "account_created";
    public const string AccountDeactivated = "account_deactivated";
    public const string AccountActivated = "account_activated";
    public const string ProfileChanged = "profile_changed";
    public const string RolesChanged = "roles_changed";
    public const string SessionEnded = "session_ended";
    public const string SessionsEnded = "sessions_ended";
    public const string ConsentWithdrawn = "consent_withdrawn";
    public const string ConsentsForgotten = "consents_forgotten";
    public const string ResetSent = "reset_sent";
    public const string AuditExported = "audit_exported";
    public const string AuditCut = "audit_cut";
    public const string KeyRotated = "key_rotated";
    public const string MessageRetried = "message_retried";
    public const string SmsLimitNear = "sms_limit_near";
    public const string SmsLimitReached = "sms_limit_reached";
    public const string ClientRegistered = "client_registered";
    public const string ClientChanged = "client_changed";
    public const string ClientEnabled = "client_enabled";
    public const string ClientDisabled = "client_disabled";
    public const string ClientSecretRotated = "client_secret_rotated";
    public const string ClientDeleted = "client_deleted";
    public const string ScopeRegistered = "scope_registered";
    public const string ScopeChanged = "scope_changed";
    public const string ScopeDeleted = "scope_deleted";
    public const string ResourceRegistered = "resource_registered";
    public const string ResourceChanged = "resource_changed";
    public const string ResourceSecretRotated = "resource_secret_rotated";
    public const string ResourceDeleted = "resource_deleted";
}
