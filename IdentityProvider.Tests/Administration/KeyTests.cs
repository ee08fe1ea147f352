using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration;

/// <summary>Somebody has the next key sign before its time: soon, or at once because the old one leaked.</summary>
public abstract class KeyTests(DatabaseKind kind)
{
    private const string RS256 = "RS256";

    [ToolFact]
    public async Task The_next_key_signs_once_every_client_has_seen_it_and_what_the_old_one_signed_still_verifies()
    {
        await using var provider = await StartAsync();
        var (app, person) = (new App(provider), await provider.AddStaffAsync("superAdmin"));
        var before = await SignInAsync(provider, person);
        var old = (await KeysAsync(provider, before)).Single(key => Algorithm(key) == RS256);
        Assert.Equal("signing", (string?)old["state"]);

        (await RotateAsync(provider, before, new JsonObject { ["algorithm"] = RS256 })).Expect(HttpStatusCode.OK);
        (await RotateAsync(provider, before, new JsonObject { ["algorithm"] = RS256 })).ExpectRefusal(HttpStatusCode.Conflict, "rotation_under_way");
        var keys = (await KeysAsync(provider, before)).Where(key => Algorithm(key) == RS256).ToList();
        Assert.Equal(["signing", "announced"], keys.Select(key => (string?)key["state"]));
        Assert.Equal((string?)keys[1]["signsFrom"], (string?)keys[0]["replacedAt"]);
        Assert.Equal(old["keyId"]!.ToString(), await SignedByAsync(provider, person));
        Assert.Equal(keys.Select(key => key["keyId"]!.ToString()), await PublishedAsync(provider, RS256));

        provider.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(["retiring", "signing"], (await KeysAsync(provider, before)).Where(key => Algorithm(key) == RS256).Select(key => (string?)key["state"]));
        Assert.Equal(keys[1]["keyId"]!.ToString(), await SignedByAsync(provider, person));
        Assert.Equal(2, (await PublishedAsync(provider, RS256)).Count);
        (await app.CallAsync(HttpMethod.Get, "/profile", token: before)).Expect(HttpStatusCode.OK);

        var entry = await provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.SingleAsync(what => what.Name == "key_rotated"));
        Assert.Equal(("user", person.UserId, "key", keys[1]["keyId"]!.ToString()), (entry.ActorType, entry.ActorId, entry.TargetType, entry.TargetId));
    }

    [ToolFact]
    public async Task A_key_that_is_announced_already_is_the_one_that_signs_sooner()
    {
        await using var provider = await StartAsync();
        var person = await provider.AddStaffAsync("superAdmin");
        // The rotation on schedule announces the next two weeks before.
        provider.Clock.Advance(TimeSpan.FromDays(77));
        while ((await PublishedAsync(provider, RS256)).Count < 2)
            await Task.Yield();
        var announced = (await PublishedAsync(provider, RS256))[1];
        var token = await SignInAsync(provider, person);
        (await RotateAsync(provider, token, [])).Expect(HttpStatusCode.OK);
        provider.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(announced, await SignedByAsync(provider, person));
        Assert.Equal(2, (await PublishedAsync(provider, RS256)).Count);
    }

    [ToolFact]
    public async Task A_key_that_leaked_is_gone_at_once_on_every_node_and_so_is_all_that_it_signed()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using var one = Provider.StartOn(database);
        await using var other = Provider.StartOn(database, settings => settings.With("Issuer", one.Issuer));
        var (app, person) = (new App(one), await one.AddStaffAsync("superAdmin"));
        var token = await SignInAsync(one, person);
        var leaked = await PublishedAsync(one, "ES256");

        (await RotateAsync(one, token, new JsonObject { ["algorithm"] = "ES256", ["atOnce"] = true })).Expect(HttpStatusCode.OK);
        (await app.CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        Assert.Empty((await PublishedAsync(one, "ES256")).Intersect(leaked));
        // Within a second or so, without a restart.
        while ((await PublishedAsync(other, "ES256")).Intersect(leaked).Any())
            await Task.Yield();
        Assert.Equal(await PublishedAsync(one, "ES256"), await PublishedAsync(other, "ES256"));
        (await new App(other).CallAsync(HttpMethod.Get, "/profile", token: token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");

        var fresh = await SignInAsync(one, person);
        (await new App(other).CallAsync(HttpMethod.Get, "/profile", token: fresh)).Expect(HttpStatusCode.OK);
        Assert.Single(await PublishedAsync(one, "ES256"));
    }

    [ToolFact]
    public async Task Of_several_who_rotate_at_once_one_wins()
    {
        await using var provider = await StartAsync();
        var token = await SignInAsync(provider, await provider.AddStaffAsync("superAdmin"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => RotateAsync(provider, token, new JsonObject { ["algorithm"] = RS256 }))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Equal(2, (await PublishedAsync(provider, RS256)).Count);
        Assert.Equal(1, await provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.CountAsync(what => what.Name == "key_rotated")));
    }

    [ToolFact]
    public async Task Of_all_keys_those_that_are_on_their_way_stay_as_they_are_and_at_once_none_does()
    {
        await using var provider = await StartAsync();
        var token = await SignInAsync(provider, await provider.AddStaffAsync("superAdmin"));
        var leaked = await PublishedAsync(provider, RS256);
        (await RotateAsync(provider, token, new JsonObject { ["algorithm"] = RS256 })).Expect(HttpStatusCode.OK);
        var announced = await PublishedAsync(provider, RS256);
        (await RotateAsync(provider, token, [])).Expect(HttpStatusCode.OK);
        Assert.Equal(announced, await PublishedAsync(provider, RS256));
        Assert.Equal(2, (await PublishedAsync(provider, "ES256")).Count);
        var refused = (await RotateAsync(provider, token, [])).ExpectRefusal(HttpStatusCode.Conflict, "rotation_under_way");
        Assert.Contains("Not done for RS256 and ES256", (string?)refused["detail"], StringComparison.Ordinal);

        (await RotateAsync(provider, token, new JsonObject { ["atOnce"] = true })).Expect(HttpStatusCode.OK);
        Assert.Empty((await PublishedAsync(provider, RS256)).Intersect(announced.Concat(leaked)));
        Assert.Single(await PublishedAsync(provider, "ES256"));
    }

    [ToolFact]
    public async Task Of_two_who_replace_a_leaked_key_at_once_nobody_is_told_that_it_is_gone_while_it_is_not()
    {
        await using var provider = await StartAsync();
        var token = await SignInAsync(provider, await provider.AddStaffAsync("superAdmin"));
        var leaked = await PublishedAsync(provider, RS256);
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => RotateAsync(provider, token, new JsonObject { ["algorithm"] = RS256, ["atOnce"] = true }))));
        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Empty((await PublishedAsync(provider, RS256)).Intersect(leaked));
    }

    [ToolFact]
    public async Task An_admin_sees_the_keys_and_only_a_super_admin_rotates_them()
    {
        await using var provider = await StartAsync();
        var admin = await SignInAsync(provider, await provider.AddStaffAsync("admin"));
        var user = await SignInAsync(provider, await provider.Accounts.RegisterVerifiedAsync());
        Assert.Equal(2, (await KeysAsync(provider, admin)).Count);
        Assert.DoesNotContain("protected", (await CallAsync(provider, HttpMethod.Get, "", null, admin)).Body!.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        (await RotateAsync(provider, admin, [])).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await CallAsync(provider, HttpMethod.Get, "", null, user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        var superAdmin = await SignInAsync(provider, await provider.AddStaffAsync("superAdmin"));
        (await RotateAsync(provider, superAdmin, new JsonObject { ["algorithm"] = "HS256" })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
        (await RotateAsync(provider, superAdmin, new JsonObject { ["atOnce"] = "yes" })).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");
    }

    private Task<Provider> StartAsync() => Provider.StartAsync(settings => settings.On(kind));

    private static string? Algorithm(JsonNode key) => (string?)key["algorithm"];

    private static Task<ApiAnswer> CallAsync(Provider provider, HttpMethod method, string path, JsonNode? body, string token) =>
        new App(provider).AnyAsync(method, "/api/keys" + path, body, token);

    private static Task<ApiAnswer> RotateAsync(Provider provider, string token, JsonObject body) => CallAsync(provider, HttpMethod.Post, "/rotate", body, token);

    private static async Task<List<JsonNode>> KeysAsync(Provider provider, string token)
    {
        var answer = await CallAsync(provider, HttpMethod.Get, "", null, token);
        answer.Expect(HttpStatusCode.OK);
        return [.. answer.Body!.AsArray().Select(key => key!)];
    }

    private static async Task<List<string>> PublishedAsync(Provider provider, string algorithm)
    {
        var jwks = await provider.Http.GetFromJsonAsync<JsonObject>("/.well-known/jwks.json");
        return [.. jwks!["keys"]!.AsArray().Where(key => (string?)key!["alg"] == algorithm).Select(key => (string)key!["kid"]!)];
    }

    /// <summary>The key of a new ID token.</summary>
    private static async Task<string?> SignedByAsync(Provider provider, Person person)
    {
        var idToken = (string)(await TokensAsync(provider, person)).ExpectSuccess()["id_token"]!;
        return (string?)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(idToken.Split('.')[0]))!["kid"];
    }

    private static async Task<string> SignInAsync(Provider provider, Person person) => (await TokensAsync(provider, person)).ExpectAccessToken();

    private static async Task<TokenAnswer> TokensAsync(Provider provider, Person person)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:identityprovider:grant:phone_password"), new("client_id", TestClients.App), new("scope", "openid account users clients"),
            new("phone", person.Phone), new("password", person.Password),
        ]);
        return await TokenAnswer.ReadAsync(await provider.Http.PostAsync("/connect/token", form));
    }
}

[Trait("Database", "Sqlite")]
public sealed class KeysOnSqliteTests() : KeyTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class KeysOnPostgreSqlTests() : KeyTests(DatabaseKind.PostgreSql);
