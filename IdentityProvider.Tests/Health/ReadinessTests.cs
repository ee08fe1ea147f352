using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Health;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Health;

/// <summary>What is taken from a provider shows at <c>/health/ready</c>, by its name and nothing else, and so does its return.</summary>
public abstract class ReadinessTests(DatabaseKind kind) : IAsyncLifetime
{
    private const string AllWell =
        """{"status":"healthy","checks":{"database":{"status":"healthy"},"migrations":{"status":"healthy"},"keys":{"status":"healthy"},"outbox":{"status":"healthy"}}}""";

    private TestDatabase? _database;
    private Provider? _provider;

    private TestDatabase Database => _database!;

    private Provider Provider => _provider!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(kind);
        _provider = Start();
        await IsReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await Provider.DisposeAsync();
        Database.Dispose();
    }

    [ToolFact]
    public async Task Without_its_database_it_is_not_ready_but_lives()
    {
        await Database.TakeAwayAsync();
        var (status, body) = await AskAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("unhealthy", (string?)body["checks"]!["database"]!["status"]);
        // Neither where the database is, nor what it said.
        Assert.All(body["checks"]!.AsObject(), check => Assert.Equal(["status"], check.Value!.AsObject().Select(member => member.Key)));
        using var live = await Provider.Http.GetAsync(HealthEndpoints.LivePath);
        Assert.Equal("""{"status":"healthy"}""", await live.Content.ReadAsStringAsync());

        await Database.BringBackAsync();
        await IsReadyAsync();
    }

    [ToolFact]
    public async Task A_migration_that_is_missing_is_counted()
    {
        var newest = await ExecuteAsync(db => db.Database.SqlQuery<string>($"SELECT MAX(\"MigrationId\") AS \"Value\" FROM \"__EFMigrationsHistory\"").SingleAsync());
        await ExecuteAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = {newest}"));
        var (status, body) = await AskAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("""{"status":"unhealthy","data":{"pending":1}}""", body["checks"]!["migrations"]!.ToJsonString());
        Assert.Equal("healthy", (string?)body["checks"]!["database"]!["status"]);

        await ExecuteAsync(db => db.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ({newest}, '10.0')"));
        await IsReadyAsync();
    }

    [ToolFact]
    public async Task A_key_that_no_start_could_decrypt_is_told_while_the_node_still_has_it_in_memory()
    {
        var key = await ExecuteAsync(db => db.SigningKeys.AsNoTracking().FirstAsync());
        await ReplaceKeyAsync(key.KeyId, [1, 2, 3]);
        var (status, body) = await AskAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("""{"status":"unhealthy"}""", body["checks"]!["keys"]!.ToJsonString());
        await ReplaceKeyAsync(key.KeyId, key.ProtectedKey);
        await IsReadyAsync();

        await ExecuteAsync(db => db.SigningKeys.Where(stored => stored.Algorithm == key.Algorithm).ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await AskAsync()).Status);
    }

    [ToolTheory]
    [InlineData("Healthy", "healthy", HttpStatusCode.OK)]
    [InlineData("Degraded", "degraded", HttpStatusCode.OK)]
    [InlineData("Unhealthy", "unhealthy", HttpStatusCode.ServiceUnavailable)]
    public async Task A_message_that_waits_too_long_is_told(string failure, string named, HttpStatusCode expected)
    {
        await using var provider = Start(settings => settings.With("Health:OutboxFailure", failure).With("Health:OutboxAge", "00:05:00"));
        var waiting = Waiting(provider.Clock.GetUtcNow() - TimeSpan.FromMinutes(4));
        await ExecuteAsync(db =>
        {
            db.Messages.Add(waiting);
            return db.SaveChangesAsync();
        });
        await IsReadyAsync(provider);

        provider.Clock.Advance(TimeSpan.FromMinutes(2));
        var (status, body) = await AskAsync(provider);
        Assert.Equal(expected, status);
        Assert.Equal(named, (string?)body["status"]);
        var outbox = body["checks"]!["outbox"]!;
        Assert.Equal((named, MessageChannels.Sms), ((string?)outbox["status"], (string?)outbox["data"]!["channel"]));
        Assert.InRange((int)outbox["data"]!["oldestSeconds"]!, 360, 420);

        await ExecuteAsync(db => db.Messages.Where(message => message.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(message => message.NextAttemptAt, (DateTimeOffset?)null)));
        await IsReadyAsync(provider);
    }

    // With a sender: only then does somebody owe a message its departure.
    private Provider Start(Action<ProviderSettings>? configure = null) => Provider.StartOn(Database, settings =>
    {
        settings.WithServices(services => services.AddSingleton<IMessageSender>(new RecordingSender(MessageChannels.Sms)));
        configure?.Invoke(settings);
    });

    private static Message Waiting(DateTimeOffset since) => new()
    {
        Id = NewId.Create(),
        Channel = MessageChannels.Sms,
        To = "+959791234567",
        Protected = [],
        CreatedAt = since,
        State = MessageStates.Waiting,
        NextAttemptAt = since + TimeSpan.FromDays(1),
    };

    private async Task ReplaceKeyAsync(string keyId, byte[] content)
    {
        var changed = await ExecuteAsync(db => db.Database.ExecuteSqlAsync($"UPDATE \"SigningKeys\" SET \"ProtectedKey\" = {content} WHERE \"KeyId\" = {keyId}"));
        Assert.Equal(1, changed);
    }

    private Task<T> ExecuteAsync<T>(Func<ProviderDbContext, Task<T>> run) => Provider.InScopeAsync(run);

    private Task IsReadyAsync() => IsReadyAsync(Provider);

    private static async Task IsReadyAsync(Provider provider)
    {
        var (status, body) = await AskAsync(provider);
        Assert.Equal(AllWell, body.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private Task<(HttpStatusCode Status, JsonObject Body)> AskAsync() => AskAsync(Provider);

    /// <summary>Asks once the last report is too old to be told again.</summary>
    private static async Task<(HttpStatusCode Status, JsonObject Body)> AskAsync(Provider provider)
    {
        provider.Clock.Advance(Readiness.Kept);
        using var answer = await provider.Http.GetAsync(HealthEndpoints.ReadyPath);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }
}

[Trait("Database", "Sqlite")]
public sealed class ReadinessOnSqliteTests() : ReadinessTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class ReadinessOnPostgreSqlTests() : ReadinessTests(DatabaseKind.PostgreSql);
