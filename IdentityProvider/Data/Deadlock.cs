using Npgsql;

namespace IdentityProvider.Data;

/// <summary>Recognises that PostgreSQL ended a transaction because it and another waited for one another. SQLite lets one write at a time.</summary>
public static class Deadlock
{
    /// <summary>Whether the transaction can be tried again: nothing of it was written.</summary>
    public static bool IsDeadlock(this Exception exception)
    {
        // EF Core wraps it, in one exception or two, depending on what it was doing.
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
                return true;
        }

        return false;
    }
}
