using IdentityProvider.Accounts;
using IdentityProvider.Administration.Audit;
using IdentityProvider.Data;
using IdentityProvider.Tests.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Tests.Administration.Audit;

/// <summary>The chain of audit events shows every change that somebody makes to it behind the provider's back.</summary>
public abstract class AuditChainTests(DatabaseKind kind) : StorageTests(kind)
{
    private const int Events = 5;
    private const int Spoiled = 3;

    private AuditSealer Sealer => Storage.Make<AuditSealer>();

    [ToolFact]
    public async Task What_is_written_gets_its_place_without_a_gap_and_the_whole_is_intact()
    {
        await WriteAsync(Events);
        Assert.Equal(Events, await Sealer.SealAsync(default));
        Assert.Equal(0, await Sealer.SealAsync(default));
        await using var db = Storage.NewContext();
        var sealedEvents = await db.AuditEvents.OrderBy(what => what.Sequence).ToListAsync();
        Assert.Equal(Enumerable.Range(1, Events).Select(number => (long?)number), sealedEvents.Select(what => what.Sequence));
        Assert.Equal(AuditSeal.Of(AuditSeal.None, 1, sealedEvents[0]), sealedEvents[0].Hash);

        var intact = Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
        Assert.Equal((Events, new AuditHead(Events, sealedEvents[^1].Hash!)), (intact.Count, intact.Head));
    }

    [ToolFact]
    public async Task What_waits_is_sealed_before_it_is_checked()
    {
        await WriteAsync(Events);
        Assert.Equal(Events, Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Count);
    }

    /// <summary>The canonical form as the documentation tells it, for whoever checks a chain with a program of their own.</summary>
    [Fact]
    public void The_seal_is_what_the_documentation_says()
    {
        var what = new AuditEvent
        {
            Id = Guid.Parse("0193A5E0-0000-7000-8000-00000000000A"), At = DateTimeOffset.FromUnixTimeMilliseconds(1764000000123), Name = "roles_changed",
            UserId = Guid.Parse("0193a5e0-0000-7000-8000-00000000000b"), ActorType = "operator", TargetType = "user", TargetId = "0193a5e0-0000-7000-8000-00000000000b",
            Before = """{"city":null}""", After = """{"city":"ပဲခူး"}""", Detail = "At the command line.",
        };
        var canonical = string.Concat(
            "7:audit-1,", "64:" + new string('0', 64) + ",", "1:7,",
            "36:0193a5e0-0000-7000-8000-00000000000a,", "13:1764000000123,", "13:roles_changed,", "36:0193a5e0-0000-7000-8000-00000000000b,", "-,",
            "8:operator,", "-,", "4:user,", "36:0193a5e0-0000-7000-8000-00000000000b,",
            "13:{\"city\":null},", "26:{\"city\":\"ပဲခူး\"},", "-,", "20:At the command line.,");
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(canonical));
        Assert.Equal(Convert.ToHexStringLower(hash), AuditSeal.Of(AuditSeal.None, 7, what));
    }

    [ToolFact]
    public async Task A_change_of_any_column_is_found()
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        await DropGuardsAsync();
        await using var db = Storage.NewContext();
        var columns = db.Model.FindEntityType(typeof(AuditEvent))!.GetProperties().Select(property => property.GetColumnName()).ToList();
        Assert.Equal(15, columns.Count);
        foreach (var column in columns)
        {
            await SpoilAsync($"""CREATE TABLE kept AS SELECT * FROM "AuditEvents" WHERE "Sequence" = {Spoiled}""");
            await SpoilAsync($"""UPDATE "AuditEvents" SET "{column}" = {Other(column)} WHERE "Sequence" = {Spoiled}""");
            var broken = Assert.IsType<AuditVerdict.Broken>(await VerifyAsync());
            Assert.True(broken.Sequence == Spoiled, $"{column}: {broken.Reason}");

            // As it was; what the check has sealed meanwhile goes too.
            await SpoilAsync($"""DELETE FROM "AuditEvents" WHERE "Sequence" IS NULL OR "Sequence" = {Spoiled} OR "Sequence" > {Events}""");
            await SpoilAsync("""INSERT INTO "AuditEvents" SELECT * FROM kept""");
            await SpoilAsync("DROP TABLE kept");
            await SpoilAsync($"""UPDATE "AuditChain" SET "Sequence" = {Events}, "Hash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Sequence" = {Events})""");
            Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
        }
    }

    [ToolFact]
    public async Task A_null_is_another_value_than_an_empty_text()
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        await DropGuardsAsync();
        await SpoilAsync($"""UPDATE "AuditEvents" SET "ClientId" = '' WHERE "Sequence" = {Spoiled}""");
        Assert.Equal(Spoiled, Assert.IsType<AuditVerdict.Broken>(await VerifyAsync()).Sequence);
    }

    [ToolTheory]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Sequence" = 3""", 3, "is missing")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Sequence" = 1""", 1, "is missing")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Sequence" > 3""", 4, "is missing")]
    [InlineData("""UPDATE "AuditEvents" SET "Sequence" = CASE "Sequence" WHEN 2 THEN 13 ELSE 12 END WHERE "Sequence" IN (2, 3); UPDATE "AuditEvents" SET "Sequence" = "Sequence" - 10 WHERE "Sequence" > 10""", 2, "was changed")]
    [InlineData("""UPDATE "AuditEvents" SET "Sequence" = 9 WHERE "Sequence" = 5""", 5, "is missing")]
    [InlineData("""DELETE FROM "AuditChain" """, 0, "is missing")]
    [InlineData("""UPDATE "AuditChain" SET "Sequence" = 4""", 4, "is not the one")]
    public async Task What_is_removed_or_moved_is_found(string sql, long where, string what)
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        await DropGuardsAsync();
        await SpoilAsync(sql);
        await AssertBrokenAsync(where, what);
    }

    [ToolFact]
    public async Task A_chain_that_was_cut_off_or_written_anew_is_found_by_a_head_that_was_noted()
    {
        await WriteAsync(Events);
        var noted = Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Head;
        await WriteAsync(2);
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(noted));
        await DropGuardsAsync();

        // Somebody who knows how: the tail goes, and the row says so.
        await SpoilAsync("""DELETE FROM "AuditEvents" WHERE "Sequence" > 4""");
        await SpoilAsync("""UPDATE "AuditChain" SET "Sequence" = 4, "Hash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Sequence" = 4)""");
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
        Assert.Equal(5, Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(noted)).Sequence);

        // And all of it is sealed once more, another text in it.
        await SpoilAsync("""UPDATE "AuditEvents" SET "Sequence" = NULL, "Detail" = 'Nothing.'""");
        await SpoilAsync($"""UPDATE "AuditChain" SET "Sequence" = 0, "Hash" = '{AuditSeal.None}'""");
        await WriteAsync(3);
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
        Assert.Equal(Events, Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(noted)).Sequence);
    }

    [ToolFact]
    public async Task The_database_refuses_to_change_or_remove_what_is_sealed()
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        string[] attempts =
        [
            """UPDATE "AuditEvents" SET "Detail" = 'Nothing.' WHERE "Sequence" = 2""", """DELETE FROM "AuditEvents" WHERE "Sequence" = 2""", """DELETE FROM "AuditEvents" """,
            .. Kind == DatabaseKind.PostgreSql ? ["""TRUNCATE "AuditEvents" """] : Array.Empty<string>(),
        ];
        foreach (var attempt in attempts)
            Assert.Contains("never changed or removed", (await Assert.ThrowsAnyAsync<Exception>(() => SpoilAsync(attempt))).Message, StringComparison.Ordinal);
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
    }

    [ToolFact]
    public async Task The_database_refuses_to_cut_off_the_last_event_and_to_go_back()
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        await SpoilAsync(CutAt(2));
        string[] attempts =
        [
            """UPDATE "AuditChain" SET "CutSequence" = "Sequence", "CutHash" = "Hash" """, """UPDATE "AuditChain" SET "CutSequence" = 9""", CutAt(1),
            """UPDATE "AuditChain" SET "Sequence" = 4""", """UPDATE "AuditChain" SET "Sequence" = 2""", """DELETE FROM "AuditChain" """,
            .. Kind == DatabaseKind.PostgreSql ? ["""TRUNCATE "AuditChain" """] : Array.Empty<string>(),
        ];
        foreach (var attempt in attempts)
            Assert.Contains("only goes on", (await Assert.ThrowsAnyAsync<Exception>(() => SpoilAsync(attempt))).Message, StringComparison.Ordinal);
    }

    [ToolFact]
    public async Task What_somebody_removes_as_if_it_were_old_is_found_and_no_retention_hides_it()
    {
        await WriteAsync(Events);
        await Sealer.SealAsync(default);

        // All guards stand; the row says what retention would say, but no event does.
        await SpoilAsync(CutAt(2));
        await SpoilAsync("""DELETE FROM "AuditEvents" WHERE "Sequence" <= 2""");
        await AssertBrokenAsync(1, "was removed otherwise than the chain says");
        Storage.Clock.Advance(TimeSpan.FromDays(31));
        await WriteAsync(1);
        await Sealer.SealAsync(default);
        Assert.Contains("audit verify", (await Assert.ThrowsAsync<InvalidOperationException>(() => Retention().CutAsync(default))).Message, StringComparison.Ordinal);
        await AssertBrokenAsync(1, "was removed otherwise than the chain says");
    }

    [ToolTheory]
    [InlineData("""UPDATE "AuditChain" SET "CutSequence" = "Sequence", "CutHash" = "Hash"; DELETE FROM "AuditEvents" """, 1, "was removed otherwise")]
    [InlineData("""UPDATE "AuditChain" SET "CutSequence" = 4, "CutHash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Sequence" = 4); DELETE FROM "AuditEvents" WHERE "Sequence" < 5""", 4, "was removed otherwise")]
    [InlineData("""UPDATE "AuditChain" SET "CutSequence" = 2""", 3, "is missing")]
    [InlineData("""UPDATE "AuditChain" SET "CutSequence" = 5""", 6, "does not continue")]
    [InlineData("""UPDATE "AuditChain" SET "CutHash" = 'another'""", 4, "does not continue")]
    [InlineData("""UPDATE "AuditEvents" SET "After" = '{"sequence":3}' WHERE "Name" = 'audit_cut'""", 9, "was changed")]
    [InlineData("""DELETE FROM "AuditEvents" WHERE "Name" = 'audit_cut'; UPDATE "AuditChain" SET "Sequence" = 8, "Hash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Sequence" = 8)""", 1, "was removed otherwise")]
    public async Task Where_the_oldest_went_the_beginning_is_still_checked(string sql, long where, string what)
    {
        await WriteAsync(3);
        Storage.Clock.Advance(TimeSpan.FromDays(31));
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        Assert.Equal(3, await Retention().CutAsync(default));
        var intact = Assert.IsType<AuditVerdict.Intact>(await VerifyAsync());
        Assert.Equal((4L, 9L), (intact.First, intact.Head.Sequence));
        await DropGuardsAsync();
        await SpoilAsync(sql);
        await AssertBrokenAsync(where, what);
    }

    [ToolTheory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(2)]
    public async Task An_event_that_somebody_puts_before_the_beginning_is_found(long sequence)
    {
        await WriteAsync(3);
        Storage.Clock.Advance(TimeSpan.FromDays(31));
        await WriteAsync(Events);
        await Sealer.SealAsync(default);
        Assert.Equal(3, await Retention().CutAsync(default));
        var forged = NewEvent("forged");
        (forged.Sequence, forged.Hash) = (sequence, AuditSeal.None);
        await Storage.AddAsync([forged]);
        await AssertBrokenAsync(sequence, "before the beginning");
    }

    [ToolFact]
    public async Task The_oldest_go_when_that_is_wanted_and_the_rest_can_still_be_checked()
    {
        await WriteAsync(600);
        var early = Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Head;
        Storage.Clock.Advance(TimeSpan.FromDays(20));
        await WriteAsync(Events);
        var noted = Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Head;
        var retention = Retention();
        Assert.Equal(0, await retention.CutAsync(default));
        Storage.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(600, await retention.CutAsync(default));
        Assert.Equal(Events + 1, Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(noted)).Count);
        Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(early));
        await using var db = Storage.NewContext();
        var cut = await db.AuditEvents.SingleAsync(what => what.Name == AuditEvents.AuditCut);
        Assert.Equal($$"""{"sequence":600,"hash":"{{early.Hash}}"}""", cut.After);
        Assert.Contains("because it was old", Assert.IsType<AuditVerdict.Broken>(await VerifyAsync(early with { Sequence = 599 })).Reason, StringComparison.Ordinal);

        // The last stays, however old: a chain without an end proves nothing.
        Storage.Clock.Advance(TimeSpan.FromDays(365));
        Assert.Equal(Events, await retention.CutAsync(default));
        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(await VerifyAsync(noted)).Count);
    }

    [ToolFact]
    public async Task Two_nodes_that_seal_what_many_write_leave_no_gap()
    {
        const int Writers = 4;
        const int Each = 40;
        await using var other = Storage.OtherNode();
        var otherSealer = new AuditSealer(other.GetRequiredService<IDbContextFactory<ProviderDbContext>>());
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await WriteAsync(1);
        })));
        var sealing = Task.WhenAll(new[] { Sealer, otherSealer }.Select(sealer => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
                await sealer.SealAsync(default);
        })));
        await writing;
        await sealing;
        Assert.Equal(Writers * Each, Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Count);
    }

    [ToolFact]
    public async Task A_writer_whose_transaction_takes_long_is_sealed_after_those_who_came_later()
    {
        await using var slow = Storage.NewContext();
        await WriteAsync(1);
        var early = NewEvent("slow");
        await WriteAsync(1);
        await Sealer.SealAsync(default);
        slow.AuditEvents.Add(early);
        await slow.SaveChangesAsync();
        Assert.Equal(3, Assert.IsType<AuditVerdict.Intact>(await VerifyAsync()).Count);
        await using var db = Storage.NewContext();
        Assert.Equal(3, (await db.AuditEvents.SingleAsync(what => what.Name == "slow")).Sequence);
    }

    private Task<AuditVerdict> VerifyAsync(AuditHead? noted = null) => new AuditVerification(Storage.Get<IDbContextFactory<ProviderDbContext>>(), Sealer).VerifyAsync(noted, default);

    private async Task AssertBrokenAsync(long where, string what)
    {
        var broken = Assert.IsType<AuditVerdict.Broken>(await VerifyAsync());
        Assert.Equal(where, broken.Sequence);
        Assert.Contains(what, broken.Reason, StringComparison.Ordinal);
    }

    private AuditRetention Retention() => new(
        Storage.Get<IDbContextFactory<ProviderDbContext>>(), Storage.Make<AuditTrail>(), Options.Create(new AuditOptions { Retention = TimeSpan.FromDays(30) }), Storage.Clock);

    private static string CutAt(long sequence) =>
        $"""UPDATE "AuditChain" SET "CutSequence" = {sequence}, "CutHash" = (SELECT "Hash" FROM "AuditEvents" WHERE "Sequence" = {sequence})""";

    private Task WriteAsync(int count) => Storage.AddAsync([.. Enumerable.Range(0, count).Select(_ => NewEvent("roles_changed"))]);

    private AuditEvent NewEvent(string name) => new()
    {
        Id = NewId.Create(), At = Storage.Clock.GetUtcNow(), Name = name, UserId = NewId.Create(), ActorType = "user", ActorId = "a", TargetType = "user", TargetId = "t",
        Before = """{"roles":["user"]}""", After = """{"roles":["admin"]}""", Address = "127.0.0.1", Detail = "A test.",
    };

    private string Other(string column) => column switch
    {
        "Id" or "UserId" => Kind == DatabaseKind.Sqlite ? "'0193A5E0-0000-7000-8000-00000000000A'" : "'0193a5e0-0000-7000-8000-00000000000a'",
        "At" => "\"At\" + 1",
        "Sequence" => "NULL",
        _ => "'something else'",
    };

    private async Task DropGuardsAsync()
    {
        string[] guards = Kind == DatabaseKind.Sqlite
            ? ["""DROP TRIGGER "AuditEvents_guard_update" """, """DROP TRIGGER "AuditEvents_guard_delete" """, """DROP TRIGGER "AuditChain_guard_update" """, """DROP TRIGGER "AuditChain_guard_delete" """]
            : ["""DROP TRIGGER "AuditEvents_guard" ON "AuditEvents" """, """DROP TRIGGER "AuditChain_guard" ON "AuditChain" """];
        foreach (var guard in guards)
            await SpoilAsync(guard);
    }

    private async Task SpoilAsync(string sql)
    {
        await using var db = Storage.NewContext();
#pragma warning disable EF1002, EF1003 // The statements are the test's own.
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
#pragma warning restore EF1002, EF1003
    }
}

[Trait("Database", "Sqlite")]
public sealed class AuditChainOnSqliteTests() : AuditChainTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class AuditChainOnPostgreSqlTests() : AuditChainTests(DatabaseKind.PostgreSql);
