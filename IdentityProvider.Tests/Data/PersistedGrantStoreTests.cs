using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Data;

public abstract class PersistedGrantStoreTests(DatabaseKind kind) : StorageTests(kind)
{
    private static readonly CancellationToken Token = CancellationToken.None;

    private IPersistedGrantStore Store => Storage.Get<IPersistedGrantStore>();

    [ToolFact]
    public async Task What_was_stored_is_found()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);
        Assert.Equal(grant, await Store.FindAsync(grant.Type, grant.Key, Token));
    }

    [ToolFact]
    public async Task A_grant_with_nothing_optional_is_found()
    {
        var grant = Grant() with { Subject = null, SessionId = null, GrantId = null };
        await Store.StoreAsync(grant, Token);
        Assert.Equal(grant, await Store.FindAsync(grant.Type, grant.Key, Token));
    }

    [ToolFact]
    public async Task Storing_again_replaces()
    {
        var grant = Grant();
        await Store.StoreAsync(grant with { ConsumedAt = grant.CreatedAt }, Token);
        await Store.StoreAsync(grant with { Data = """{"other":true}""" }, Token);
        Assert.Equal(grant with { Data = """{"other":true}""" }, await Store.FindAsync(grant.Type, grant.Key, Token));
    }

    [ToolFact]
    public async Task The_same_key_of_another_type_is_another_grant()
    {
        await Store.StoreAsync(Grant(), Token);
        Assert.Null(await Store.FindAsync(PersistedGrantTypes.RefreshToken, Grant().Key, Token));
    }

    [ToolFact]
    public async Task An_expired_grant_is_as_if_it_did_not_exist()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);
        Storage.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Null(await Store.FindAsync(grant.Type, grant.Key, Token));
        Assert.Null(await TakeAsync(grant));
        Assert.False(await Store.AnyAsync(grant.Type, [grant.Key], Token));
        Assert.Empty(await Store.ListAsync(new PersistedGrantFilter { Subject = grant.Subject }, Token));
    }

    [ToolFact]
    public async Task A_taken_grant_is_found_consumed_and_not_taken_again()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);

        Assert.Equal(grant.Data, (await TakeAsync(grant))?.Data);
        Assert.Null(await TakeAsync(grant));
        Assert.NotNull((await Store.FindAsync(grant.Type, grant.Key, Token))?.ConsumedAt);
    }

    [ToolFact]
    public async Task Another_client_takes_nothing_and_leaves_it_to_be_taken()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);
        Assert.Null(await Store.TakeAsync(grant.Type, grant.Key, "other", _ => throw new InvalidOperationException("Nothing was taken."), Token));
        Assert.NotNull(await TakeAsync(grant));
    }

    [ToolFact]
    public async Task The_successor_is_made_from_what_was_taken_and_stored()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);
        await Store.TakeAsync(grant.Type, grant.Key, grant.ClientId, taken => taken with { Key = "next", ConsumedAt = null }, Token);
        Assert.Equal(grant with { Key = "next" }, await Store.FindAsync(grant.Type, "next", Token));
    }

    [ToolFact]
    public async Task A_successor_that_can_not_be_made_takes_nothing()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            Store.TakeAsync(grant.Type, grant.Key, grant.ClientId, _ => throw new NotSupportedException(), Token));
        Assert.NotNull(await TakeAsync(grant));
    }

    [ToolFact]
    public async Task Of_20_takers_at_once_exactly_one_wins()
    {
        var grant = Grant();
        await Store.StoreAsync(grant, Token);

        var takers = Enumerable.Range(0, 20).Select(number => Task.Run(() => Store.TakeAsync(
            grant.Type, grant.Key, grant.ClientId, taken => taken with { Key = $"successor-{number}", ConsumedAt = null }, Token)));
        var taken = await Task.WhenAll(takers);

        Assert.Single(taken, one => one is not null);
        await using var db = Storage.NewContext();
        Assert.Equal(1, await db.Grants.CountAsync(stored => stored.Key.StartsWith("successor-")));
    }

    [ToolFact]
    public async Task Any_asks_for_living_ones_of_one_type()
    {
        await Store.StoreAsync(Grant("a"), Token);
        Assert.True(await Store.AnyAsync(Grant().Type, ["z", "a"], Token));
        Assert.False(await Store.AnyAsync(Grant().Type, ["z"], Token));
        Assert.False(await Store.AnyAsync(Grant().Type, [], Token));
        Assert.False(await Store.AnyAsync(PersistedGrantTypes.Consent, ["a"], Token));
    }

    [ToolFact]
    public async Task A_filter_matches_every_member_that_is_set_and_the_newest_comes_first()
    {
        var old = Grant("old");
        await Store.StoreAsync(old, Token);
        await Store.StoreAsync(Grant("new") with { CreatedAt = old.CreatedAt.AddMinutes(1) }, Token);
        await Store.StoreAsync(Grant("else") with { Subject = "else" }, Token);

        Assert.Equal(["new", "old"], await KeysAsync(new PersistedGrantFilter { Subject = old.Subject, ClientId = old.ClientId }));
        Assert.Equal(3, (await KeysAsync(new PersistedGrantFilter { SessionId = old.SessionId, GrantId = old.GrantId, Type = old.Type })).Count);
        Assert.Empty(await KeysAsync(new PersistedGrantFilter { Subject = old.Subject, ClientId = "else" }));
        Assert.Empty(await KeysAsync(new PersistedGrantFilter()));
    }

    [ToolFact]
    public async Task Removing_takes_what_matches_and_nothing_else()
    {
        await Store.StoreAsync(Grant("mine"), Token);
        await Store.StoreAsync(Grant("consumed") with { ConsumedAt = Grant().CreatedAt }, Token);
        await Store.StoreAsync(Grant("else") with { Subject = "else" }, Token);

        await Store.RemoveAsync(new PersistedGrantFilter(), Token);
        await Store.RemoveAsync(new PersistedGrantFilter { Subject = Grant().Subject }, Token);
        Assert.Equal(["else"], await AllKeysAsync());
        await Store.RemoveAsync(Grant().Type, "else", Token);
        await Store.RemoveAsync(Grant().Type, "else", Token);
        Assert.Empty(await AllKeysAsync());
    }

    [ToolFact]
    public async Task Expired_ones_are_removed_a_few_at_a_time()
    {
        for (var number = 0; number < 5; number++)
            await Store.StoreAsync(Grant($"old-{number}"), Token);
        await Store.StoreAsync(Grant("living") with { ExpiresAt = Grant().ExpiresAt.AddDays(1) }, Token);
        Storage.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(3, await Store.RemoveExpiredAsync(3, Token));
        Assert.Equal(2, await Store.RemoveExpiredAsync(3, Token));
        Assert.Equal(0, await Store.RemoveExpiredAsync(3, Token));
        Assert.Equal(["living"], await AllKeysAsync());
    }

    private readonly DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    private PersistedGrant Grant(string key = "key") => new()
    {
        Type = PersistedGrantTypes.AuthorizationCode,
        Key = key,
        ClientId = "client",
        Subject = "subject",
        SessionId = "session",
        GrantId = "grant",
        CreatedAt = _now,
        ExpiresAt = _now.AddHours(1),
        Data = "{}",
    };

    private Task<PersistedGrant?> TakeAsync(PersistedGrant grant) => Store.TakeAsync(grant.Type, grant.Key, grant.ClientId, _ => null, Token);

    private async Task<List<string>> KeysAsync(PersistedGrantFilter filter) =>
        [.. (await Store.ListAsync(filter, Token)).Select(grant => grant.Key)];

    private async Task<List<string>> AllKeysAsync()
    {
        await using var db = Storage.NewContext();
        return await db.Grants.Select(grant => grant.Key).ToListAsync();
    }
}

[Trait("Database", "Sqlite")]
public sealed class PersistedGrantStoreOnSqliteTests() : PersistedGrantStoreTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class PersistedGrantStoreOnPostgreSqlTests() : PersistedGrantStoreTests(DatabaseKind.PostgreSql);
