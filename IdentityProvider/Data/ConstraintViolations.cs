using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IdentityProvider.Data;

/// <summary>Recognises why a row was refused, whichever database says so.</summary>
public static class ConstraintViolations
{
    // https://www.sqlite.org/rescode.html: SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_FOREIGNKEY.
    private const int SqliteUnique = 2067;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteForeignKey = 787;

    /// <summary>Whether the row belongs to another one that is not there, or no longer.</summary>
    public static bool IsForeignKeyViolation(this Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => inner.IsForeignKeyViolation(),
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => true,
        SqliteException { SqliteExtendedErrorCode: SqliteForeignKey } => true,
        _ => false,
    };

    /// <summary>Whether a unique index refused the row, for another one already has its value; with a column, whether it was an index that has this column in it.</summary>
    public static bool IsUniqueViolation(this Exception exception, string? column = null) =>
        exception switch
        {
            DbUpdateException { InnerException: { } inner } => inner.IsUniqueViolation(column),
            // "IX_Users_OwnedPhone": EF Core names an index by its columns.
            PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } refused =>
                column is null || Names(refused.ConstraintName, '_', column),
            // "UNIQUE constraint failed: Users.OwnedPhone".
            SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey } refused =>
                column is null || Names(refused.Message.Trim('.', '\'', ' '), '.', column),
            _ => false,
        };

    private static bool Names(string? text, char separator, string column) =>
        text is not null && text.Split(separator, ',', '\'', ' ').Contains(column, StringComparer.Ordinal);
}
