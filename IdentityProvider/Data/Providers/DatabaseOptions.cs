using Microsoft.Extensions.Options;

namespace IdentityProvider.Data.Providers;

/// <summary>Which database: the settings <c>Database:Provider</c> and <c>ConnectionStrings:Default</c>.</summary>
public sealed class DatabaseOptions
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";

    /// <summary><c>Sqlite</c> (the default) or <c>PostgreSql</c>.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>Default for SQLite: the file <c>App_Data/identityprovider.db</c> under the content root. PostgreSQL has no default.</summary>
    public string? ConnectionString { get; set; }

    public bool IsPostgreSql => string.Equals(Provider, PostgreSql, StringComparison.OrdinalIgnoreCase);

    public bool IsSqlite => string.Equals(Provider, Sqlite, StringComparison.OrdinalIgnoreCase);
}

internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        if (!options.IsSqlite && !options.IsPostgreSql)
            return ValidateOptionsResult.Fail($"Database:Provider is \"{options.Provider}\"; it must be Sqlite or PostgreSql.");
        if (options.IsPostgreSql && string.IsNullOrWhiteSpace(options.ConnectionString))
            return ValidateOptionsResult.Fail("Database:Provider is PostgreSql, so ConnectionStrings:Default must be set.");
        return ValidateOptionsResult.Success;
    }
}
