using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data.Providers;

/// <summary>Points a context at the configured database.</summary>
public static class DatabaseProvider
{
    private static readonly SqliteConnectionSetup SqliteSetup = new();

    public static DbContextOptionsBuilder UseProvider(this DbContextOptionsBuilder builder, DatabaseOptions options)
    {
        if (options.IsPostgreSql)
            return builder.UseNpgsql(options.ConnectionString);

        SqliteNativeLibrary.Load();
        return builder.UseSqlite(options.ConnectionString).AddInterceptors(SqliteSetup);
    }

    /// <summary>The file of a SQLite database; null for one in memory.</summary>
    public static string? SqliteFile(DatabaseOptions options)
    {
        var settings = new SqliteConnectionStringBuilder(options.ConnectionString);
        return settings.Mode == SqliteOpenMode.Memory || settings.DataSource is "" or ":memory:"
            ? null
            : Path.GetFullPath(settings.DataSource);
    }
}
