using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Data;

public abstract class ExpiredRowsTests(DatabaseKind kind) : StorageTests(kind)
{
    private DateTimeOffset Now => Storage.Clock.GetUtcNow();

    private ExpiredRows Cleaner => Storage.Make<ExpiredRows>();

    [ToolFact]
    public async Task What_is_in_use_stays()
    {
        var rows = await AddOneOfEachAsync();
        Assert.Equal(0, await Cleaner.RemoveAsync(CancellationToken.None));
        Assert.Equal(rows, await CountAsync());
    }

    [ToolFact]
    public async Task What_has_long_expired_goes_in_batches()
    {
        var rows = await AddOneOfEachAsync();
        await Storage.AddAsync([.. Enumerable.Range(0, 1100).Select(_ => NewMessage())]);
        Storage.Clock.Advance(TimeSpan.FromDays(62));
        Assert.Equal(rows + 1100, await Cleaner.RemoveAsync(CancellationToken.None));
        Assert.Equal(0, await CountAsync());
    }

    [ToolFact]
    public async Task A_code_whose_proof_is_still_good_stays()
    {
        await Storage.AddAsync(NewCode(verifyUntil: Now.AddDays(3)));
        Storage.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await Cleaner.RemoveAsync(CancellationToken.None));
    }

    private async Task<int> AddOneOfEachAsync()
    {
        var user = new User { Id = NewId.Create(), CreatedAt = Now, UpdatedAt = Now };
        await Storage.AddAsync(user);
        object[] rows =
        [
            new PersistedGrant { Type = "consent", Key = "key", ClientId = "client", CreatedAt = Now, ExpiresAt = Now.AddHours(1), Data = "{}" },
            new Session { Id = "sid", UserId = user.Id, CreatedAt = Now, AuthTime = Now, LastSeenAt = Now, ExpiresAt = Now.AddDays(30) },
            NewCode(),
            new OneTimeCodeLimit { Phone = "+959", Purpose = "verify", Day = DateOnly.FromDateTime(Now.UtcDateTime) },
            NewMessage(),
            new LoginFailure { Key = "hash|*", WindowStart = Now, LockedUntil = Now.AddMinutes(5) },
        ];
        await Storage.AddAsync(rows);
        return rows.Length;
    }

    private OneTimeCode NewCode(DateTimeOffset? verifyUntil = null) => new()
    {
        Id = NewId.Create(),
        ClaimKey = "claim",
        Phone = "+959",
        Purpose = "verify",
        RememberHash = "hash",
        CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(5),
        VerifyExpiresAt = verifyUntil,
    };

    private Message NewMessage() => new() { Id = NewId.Create(), Channel = "sms", To = "+959", Protected = [1], CreatedAt = Now };

    private async Task<int> CountAsync()
    {
        await using var db = Storage.NewContext();
        return await db.Grants.CountAsync() + await db.Sessions.CountAsync() + await db.OneTimeCodes.CountAsync()
            + await db.OneTimeCodeLimits.CountAsync() + await db.Messages.CountAsync() + await db.LoginFailures.CountAsync();
    }
}

[Trait("Database", "Sqlite")]
public sealed class ExpiredRowsOnSqliteTests() : ExpiredRowsTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class ExpiredRowsOnPostgreSqlTests() : ExpiredRowsTests(DatabaseKind.PostgreSql);
