namespace IdentityProvider.Data;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Information, "Applying {Count} database migrations, the first of them {First}")]
    public static partial void ApplyingMigrations(this ILogger logger, int count, string first);

    [LoggerMessage(LogLevel.Information, "Waiting for another node that migrates the database")]
    public static partial void WaitingForMigration(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "A migration of this database was once interrupted; its lock is removed")]
    public static partial void StaleMigrationLockRemoved(this ILogger logger);

    [LoggerMessage(LogLevel.Debug, "Removed {Count} rows that had expired")]
    public static partial void ExpiredRowsRemoved(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "Removing expired rows failed; it is tried again later")]
    public static partial void ExpiredRowsNotRemoved(this ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The keys that protect signing keys, cookies and pending messages lie unencrypted in the database: whoever copies it can sign tokens "
        + "and read codes. Set DataProtection:CertificatePath (PKCS#12) and DataProtection:CertificatePassword, the same on every node")]
    public static partial void DataProtectionKeysUnencrypted(this ILogger logger);

    [LoggerMessage(LogLevel.Information, "{Clients} clients, {Scopes} API scopes and {Apis} APIs are configured")]
    public static partial void ClientsLoaded(this ILogger logger, int clients, int scopes, int apis);

    [LoggerMessage(LogLevel.Warning, "The configured files have names that are registered in the database too: {Names}. What the files say counts.")]
    public static partial void RegisteredNamesShadowed(this ILogger logger, string names);

    [LoggerMessage(LogLevel.Error, "What is registered in the database can't be read: {Names}. It is as if it were not there.")]
    public static partial void RegisteredEntriesUnreadable(this ILogger logger, string names);

    [LoggerMessage(LogLevel.Warning, "Clients, scopes and APIs can't be looked up in the database for now; what is known of them goes on being served.")]
    public static partial void CatalogNotRefreshed(this ILogger logger, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notifications of other nodes are not heard for now; what they change is heeded a little later.")]
    public static partial void NotificationsLost(this ILogger logger, Exception reason);
}
