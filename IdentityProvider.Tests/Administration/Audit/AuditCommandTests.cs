using System.Diagnostics;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration.Audit;

/// <summary><c>audit</c> of the built executable, and a server that is killed while it seals.</summary>
public sealed class AuditCommandTests : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

    public Task DisposeAsync()
    {
        _database.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_chain_is_verified_exported_and_found_broken()
    {
        Assert.Equal(0, (await RunAsync("migrate")).ExitCode);
        Assert.StartsWith("no events, head 0:0000", (await RunAsync("audit", "verify")).Output, StringComparison.Ordinal);
        await AddAsync(3);
        var whole = await RunAsync("audit", "verify");
        Assert.Equal(0, whole.ExitCode);
        Assert.Matches("^events 1 to 3, head 3:[0-9a-f]{64}\n$", whole.Output);
        var head = whole.Output.Trim().Split(' ')[^1];
        Assert.Equal(0, (await RunAsync("audit", "verify", "--expect", head)).ExitCode);
        Assert.Equal(1, (await RunAsync("audit", "verify", "--expect", "3:short")).ExitCode);
        var another = await RunAsync("audit", "verify", "--expect", "3:" + new string('a', 64));
        Assert.Equal((2, ""), (another.ExitCode, another.Output));
        Assert.Contains("Event 3 is another than was noted", another.Errors, StringComparison.Ordinal);

        var csv = await RunAsync("audit", "export", "--format", "csv", "--event", "crash_test");
        Assert.Equal((0, 4), (csv.ExitCode, Csv.Parse(csv.Output).Count));
        Assert.Equal(3, (await RunAsync("audit", "export", "--format", "jsonl", "--event", "crash_test", "--from", "2020-01-01")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("", (await RunAsync("audit", "export", "--format", "jsonl", "--to", "2020-01-01")).Output);
        Assert.Equal(1, (await RunAsync("audit", "export", "--from", "yesterday")).ExitCode);

        await using (var db = NewContext())
        {
            await db.Database.ExecuteSqlRawAsync("""DROP TRIGGER "AuditEvents_guard_update"; UPDATE "AuditEvents" SET "Detail" = 'Nothing.' WHERE "Sequence" = 2""");
        }

        var broken = await RunAsync("audit", "verify");
        Assert.Equal((2, ""), (broken.ExitCode, broken.Output));
        Assert.Contains("Event 2 was changed", broken.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_listed_and_rotated_and_both_is_in_the_log()
    {
        var first = await RunAsync("keys", "rotate");
        Assert.Equal(0, first.ExitCode);
        Assert.Equal(["RS256 signing", "ES256 signing"], Keys(first.Output).Select(key => $"{key[0]} {key[2]}"));
        var leaked = Keys(first.Output).Single(key => key[0] == "RS256")[1];
        var replaced = await RunAsync("keys", "rotate", "--alg", "RS256", "--at-once");
        Assert.DoesNotContain(leaked, replaced.Output, StringComparison.Ordinal);
        Assert.Equal(replaced.Output, (await RunAsync("keys", "list")).Output);
        Assert.Equal(1, (await RunAsync("keys", "rotate", "--alg", "HS256")).ExitCode);
        Assert.Equal(0, (await RunAsync("keys", "rotate", "--alg", "RS256")).ExitCode);
        var again = await RunAsync("keys", "rotate", "--alg", "RS256");
        Assert.Equal((2, ""), (again.ExitCode, again.Output));
        Assert.Contains("rotation_under_way", again.Errors, StringComparison.Ordinal);
        var rest = await RunAsync("keys", "rotate");
        Assert.Equal((0, 4), (rest.ExitCode, Keys(rest.Output).Count));
        Assert.Contains("RS256 was left as it is", rest.Errors, StringComparison.Ordinal);
        Assert.Contains(leaked, (await RunAsync("audit", "export", "--format", "jsonl", "--event", "key_rotated")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed_while_it_seals_has_sealed_nothing_twice_and_nothing_by_half()
    {
        const int Waiting = 20_000;
        Assert.Equal(0, (await RunAsync("migrate")).ExitCode);
        await AddAsync(Waiting);
        await using var db = NewContext();
        for (var kill = 0; kill < 3; kill++)
        {
            await using var process = ProviderProcess.Start(new Dictionary<string, string?> { ["ConnectionStrings:Default"] = _database.ConnectionString });
            var before = await SealedAsync(db);
            while (await SealedAsync(db) == before && before < Waiting)
                await Task.Yield();
            await process.KillAsync();
            Assert.Equal(await SealedAsync(db), await db.AuditEvents.LongCountAsync(what => what.Sequence != null));
        }

        var whole = await RunAsync("audit", "verify");
        Assert.StartsWith($"events 1 to {Waiting}, head {Waiting}:", whole.Output, StringComparison.Ordinal);
    }

    private static List<string[]> Keys(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];

    private static Task<long> SealedAsync(ProviderDbContext db) => db.AuditChain.AsNoTracking().Select(chain => chain.Sequence).SingleAsync();

    private ProviderDbContext NewContext() => new(new DbContextOptionsBuilder<ProviderDbContext>().UseSqlite(_database.ConnectionString).Options);

    private async Task AddAsync(int count)
    {
        await using var db = NewContext();
        db.AddRange(Enumerable.Range(0, count).Select(number => new AuditEvent
        {
            Id = NewId.Create(), At = DateTimeOffset.UnixEpoch.AddYears(55).AddSeconds(number), Name = "crash_test", Detail = "A test.",
        }));
        await db.SaveChangesAsync();
    }

    private async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.ProviderFolder,
            ArgumentList = { ProviderProcess.AssemblyPath },
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Default"] = _database.ConnectionString;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await errors);
    }
}
