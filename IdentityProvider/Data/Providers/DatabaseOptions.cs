using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

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
        try
        {
            DbConnectionStringBuilder parsed = options.IsPostgreSql
                ? new NpgsqlConnectionStringBuilder(options.ConnectionString)
                : new SqliteConnectionStringBuilder(options.ConnectionString);
            return parsed is NpgsqlConnectionStringBuilder { Host: null or "" }
                ? ValidateOptionsResult.Fail($"ConnectionStrings:Default has no Host. {Form(options)}")
                : ValidateOptionsResult.Success;
        }
        // The value itself is not shown: it may have a password.
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            return ValidateOptionsResult.Fail($"ConnectionStrings:Default can't be read: {wrong.Message.TrimEnd('.')}. {Form(options)}");
        }
    }

    private static string Form(DatabaseOptions options) => options.IsPostgreSql
        ? "Database:Provider is PostgreSql; write it as Host=...;Database=...;Username=...;Password=..."
        : "Database:Provider is Sqlite; write it as Data Source=/folder/file.db";
}
