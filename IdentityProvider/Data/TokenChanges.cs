using IdentityProvider.Protocol.Tokens;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Data;

/// <summary>
/// Tells every node that tokens have to be looked at anew: this one when the transaction is committed, the others through
/// the database's own notification, which goes out with the commit. A node that misses it, or that shares a SQLite
/// file, looks by itself after <see cref="Protocol.ProtocolOptions.LivenessCheckInterval"/>.
/// </summary>
public sealed class TokenChanges(ProviderDbContext db, LiveTokens live)
{
    internal const string Channel = "identityprovider_tokens";

    /// <param name="id">The user, whose roles or state changed, or the session.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    public async Task AnnounceAsync(string id, CancellationToken cancellationToken)
    {
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({Channel}, {id})", cancellationToken);
        db.AfterCommit(() => live.Forget(id));
    }
}
