using IdentityProvider.Data.Providers;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Data;

public abstract class MigrationTests(DatabaseKind kind)
{
    [ToolFact]
    public async Task The_command_migrates_and_says_so_once()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        Assert.Contains("Applied: ", await MigrateAsync(database), StringComparison.Ordinal);
        Assert.Contains("up to date", await MigrateAsync(database), StringComparison.Ordinal);
    }

    [ToolFact]
    public async Task Of_two_processes_that_migrate_at_once_one_does_it_and_both_succeed()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        var outputs = await Task.WhenAll(MigrateAsync(database), MigrateAsync(database));
        Assert.Single(outputs, output => output.Contains("Applied: ", StringComparison.Ordinal));
        Assert.Single(outputs, output => output.Contains("up to date", StringComparison.Ordinal));
    }

    [ToolFact]
    public async Task Eight_nodes_of_one_process_migrate_once()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            await using var node = TestStorage.Services(database, TimeProvider.System);
            return await node.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        })));
        Assert.Single(applied, migrations => migrations.Count > 0);
    }

    [ToolFact]
    public async Task A_process_that_is_killed_while_it_migrates_does_not_keep_the_next_from_it()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using (var killed = Start(database))
        {
            while (!killed.Output.Contains("Applying", StringComparison.Ordinal))
                await Task.Delay(1);
            await killed.KillAsync();
        }

        await MigrateAsync(database);
        await using var services = TestStorage.Services(database, TimeProvider.System);
        await using var db = await services.GetRequiredService<IDbContextFactory<IdentityProvider.Data.ProviderDbContext>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Users.CountAsync());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    protected static ProviderProcess Start(TestDatabase database) => ProviderProcess.Start(
        new Dictionary<string, string?>
        {
            ["Database:Provider"] = database.Kind.ToString(),
            ["ConnectionStrings:Default"] = database.ConnectionString,
        },
        "migrate");

    protected static async Task<string> MigrateAsync(TestDatabase database)
    {
        await using var process = Start(database);
        var exitCode = await process.ExitedAsync();
        Assert.True(exitCode == 0, process.Output);
        return process.Output;
    }
}

[Trait("Database", "Sqlite")]
public sealed class MigrationOnSqliteTests() : MigrationTests(DatabaseKind.Sqlite)
{
    [Fact]
    public async Task The_lock_row_that_a_killed_process_left_is_removed()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var services = TestStorage.Services(database, TimeProvider.System);
        await using (var db = await services.GetRequiredService<IDbContextFactory<IdentityProvider.Data.ProviderDbContext>>().CreateDbContextAsync())
            await db.Database.ExecuteSqlAsync($"""
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
                """);

        var migrated = services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        Assert.NotEmpty(await migrated.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class MigrationOnPostgreSqlTests() : MigrationTests(DatabaseKind.PostgreSql);
