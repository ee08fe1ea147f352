using System.Diagnostics;
using System.Globalization;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Tests.Data;
using IdentityProvider.Tests.Delivery.Vendors;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace IdentityProvider.Tests.Delivery;

/// <summary>
/// Two nodes empty one outbox through a vendor on a bad day, and one of them is killed again and again. No message is
/// lost; a kill costs no more than a second copy of what that node was just handing over.
/// </summary>
public abstract class OutboxUnderFireTests(DatabaseKind kind, ITestOutputHelper output) : IAsyncLifetime
{
    /// <summary><c>OUTBOX_MESSAGES=100000</c> for the long run.</summary>
    private static readonly int Messages = int.Parse(Environment.GetEnvironmentVariable("OUTBOX_MESSAGES") ?? "600", CultureInfo.InvariantCulture);

    private static readonly int Kills = Math.Clamp(Messages / 2500, 3, 40);

    /// <summary>As many as a node has on their way at once.</summary>
    private const int Slots = 32;

    private readonly FlakyVonage _vendor = new();
    private TestDatabase? _database;

    private TestDatabase Database => _database ?? throw new InvalidOperationException("The database has not been made.");

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(kind);

    public async Task DisposeAsync()
    {
        await _vendor.DisposeAsync();
        _database?.Dispose();
    }

    [ToolFact]
    public async Task No_message_is_lost_and_a_kill_costs_a_second_copy_at_most()
    {
        await using var steady = ProviderProcess.Start(Settings());
        await steady.ListeningAsync();
        await using var services = TestStorage.Services(Database, TimeProvider.System);
        await EnqueueAsync(services);
        var watch = Stopwatch.StartNew();
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var victim = ProviderProcess.Start(Settings());
            await victim.ListeningAsync();
            // In the midst of its work, each time after some more of it.
            await _vendor.TakenAsync(Messages * kill / (Kills + 2));
            await victim.KillAsync();
        }

        await UntilAsync(services, waiting => waiting.CountAsync(message => message.Attempts == 0));
        var memory = steady.ResidentBytes;
        await steady.KillAsync();
        await WaitsAreOverAsync(services);
        _vendor.HasRecovered = true;
        await using (var last = ProviderProcess.Start(Settings()))
        {
            await last.ListeningAsync();
            await UntilAsync(services, waiting => waiting.CountAsync());
        }

        watch.Stop();
        await VerifyAsync(services);
        var twice = _vendor.Takings.Values.Where(taking => taking.Times > 1).ToList();
        var unanswered = twice.Sum(taking => taking.Unanswered);
        var byKills = _vendor.Takings.Values.Sum(taking => Math.Max(0, taking.Times - 1 - taking.Unanswered));
        output.WriteLine(
            $"{Messages} messages, {Kills + 1} kills, {watch.Elapsed.TotalSeconds:F0} s: {Messages / watch.Elapsed.TotalSeconds:F0} a second; "
            + $"{twice.Count} taken more than once ({unanswered} answers were missing, {byKills} by kills); {memory / 1_000_000} MB resident");
        Assert.InRange(byKills, 0, (Kills + 1) * Slots);
    }

    private Dictionary<string, string?> Settings() => new(
        VonageSenderTests.Settings(_vendor.Origin).Append(new("Delivery:Vonage:Timeout", "00:00:04")), StringComparer.Ordinal)
    {
        ["Database:Provider"] = kind.ToString(),
        ["ConnectionStrings:Default"] = Database.ConnectionString,
        ["Logging:LogLevel:IdentityProvider.Delivery"] = "None",
    };

    private static async Task EnqueueAsync(ServiceProvider services)
    {
        var renderer = new MailRenderer(services.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance, Options.Create(new Branding()));
        var outbox = new MessageOutbox(services.GetRequiredService<IDataProtectionProvider>(), renderer, TimeProvider.System);
        foreach (var chunk in Enumerable.Range(0, Messages).Chunk(1000))
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync();
            foreach (var number in chunk)
                outbox.Enqueue(db, new OutgoingMessage(MessageChannels.Sms, $"+9597{number:D8}", "123456 is your code"));
            await db.SaveChangesAsync();
        }
    }

    /// <summary>The leases of those that were killed, and the waits after failures, run out: time that a test need not wait.</summary>
    private static async Task WaitsAreOverAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync();
        var now = TimeProvider.System.GetUtcNow();
        await db.Messages.Where(message => message.NextAttemptAt > now).ExecuteUpdateAsync(set => set.SetProperty(message => message.NextAttemptAt, now));
    }

    private static async Task UntilAsync(ServiceProvider services, Func<IQueryable<Message>, Task<int>> countLeft)
    {
        // Nothing in the process tells when the others are done.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60 + Messages / 50));
        while (true)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync(patience.Token);
            if (await countLeft(db.Messages.Where(message => message.State == "waiting")) == 0)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    private async Task VerifyAsync(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync();
        Assert.Equal(Messages, await db.Messages.CountAsync(message => message.State == "sent" && message.Sender == "vonage" && message.VendorId != null));
        var ids = await db.Messages.Select(message => message.Id).ToListAsync();
        Assert.Empty(ids.Select(id => id.ToString()).Except(_vendor.Takings.Keys));
        Assert.Equal(ids.Count, _vendor.Takings.Count);
        Assert.DoesNotContain(await db.Messages.Select(message => message.Protected).ToListAsync(), content => content.Length > 0);
    }
}

[Trait("Database", "Sqlite")]
public sealed class OutboxUnderFireOnSqlite(ITestOutputHelper output) : OutboxUnderFireTests(DatabaseKind.Sqlite, output);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class OutboxUnderFireOnPostgreSql(ITestOutputHelper output) : OutboxUnderFireTests(DatabaseKind.PostgreSql, output);
