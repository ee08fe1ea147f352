using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Administration.Registry;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Races;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Administration;

/// <summary>Of two who change one account at a time, who says which version they have seen does not overwrite what the other has saved.</summary>
public abstract class UserVersionTests(ProviderFixture fixture)
{
    private readonly Provider _provider = fixture.Provider;

    [ToolFact]
    public async Task What_was_changed_meanwhile_stays_as_it_is()
    {
        var (boss, path) = (await Registrar.OfRoleAsync(_provider, "superAdmin"), await AddAsync());
        var seen = TagOf(await boss.GetAsync(path));
        var saved = await boss.SendAsync(HttpMethod.Patch, path, new JsonObject { ["city"] = "Bago" }, seen);
        saved.Expect(HttpStatusCode.OK);

        foreach (var (method, part, body) in Changes())
            (await boss.SendAsync(method, path + part, body, seen)).ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");

        var now = await boss.GetAsync(path);
        Assert.Equal(TagOf(saved), TagOf(now));
        Assert.NotEqual(seen, TagOf(now));
        Assert.Equal(("Bago", true), ((string?)now.Expect(HttpStatusCode.OK)["city"], (bool)now.Expect(HttpStatusCode.OK)["isActive"]!));
    }

    [ToolFact]
    public async Task Each_change_goes_on_from_the_answer_to_the_one_before()
    {
        var (boss, path) = (await Registrar.OfRoleAsync(_provider, "superAdmin"), await AddAsync());
        var tag = TagOf(await boss.GetAsync(path));
        foreach (var (method, part, body) in Changes())
        {
            var answer = await boss.SendAsync(method, path + part, body, tag);
            answer.Expect(HttpStatusCode.OK);
            tag = answer.Headers.ETag?.ToString();
        }

        (await boss.GetAsync(path)).ExpectRefusal(HttpStatusCode.NotFound, "user_not_found");
    }

    [ToolTheory]
    [InlineData("*", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("\"of something else\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("\"9223372036854775807\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("no tag", HttpStatusCode.PreconditionFailed)]
    public async Task Who_does_not_care_changes_any_version_and_who_names_another_none(string? tag, HttpStatusCode status)
    {
        var (boss, path) = (await Registrar.OfRoleAsync(_provider, "superAdmin"), await AddAsync());
        Assert.Equal(status, (await boss.SendAsync(HttpMethod.Patch, path, new JsonObject { ["city"] = "Bago" }, tag)).Status);
    }

    [ToolFact]
    public async Task A_weak_tag_fits_nothing()
    {
        var (boss, path) = (await Registrar.OfRoleAsync(_provider, "superAdmin"), await AddAsync());
        var answer = await boss.SendAsync(HttpMethod.Patch, path, new JsonObject { ["city"] = "Bago" }, "W/" + TagOf(await boss.GetAsync(path)));
        answer.ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile");
    }

    [ToolFact]
    public async Task Of_many_who_start_from_one_version_one_saves()
    {
        var (boss, path) = (await Registrar.OfRoleAsync(_provider, "superAdmin"), await AddAsync());
        var seen = TagOf(await boss.GetAsync(path));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            boss.SendAsync(HttpMethod.Patch, path, new JsonObject { ["city"] = $"City {number}" }, seen)));
        var saved = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Except([saved]), answer => answer.ExpectRefusal(HttpStatusCode.PreconditionFailed, "changed_meanwhile"));
        Assert.Equal((string?)saved.Expect(HttpStatusCode.OK)["city"], (string?)(await boss.GetAsync(path)).Expect(HttpStatusCode.OK)["city"]);
    }

    private static IEnumerable<(HttpMethod Method, string Part, JsonObject? Body)> Changes() =>
    [
        (HttpMethod.Patch, "", new JsonObject { ["fullName"] = "Daw Khin" }),
        (HttpMethod.Put, "/roles", new JsonObject { ["roles"] = new JsonArray("admin") }),
        (HttpMethod.Post, "/deactivate", null),
        (HttpMethod.Post, "/activate", null),
        (HttpMethod.Delete, "", null),
    ];

    private async Task<string> AddAsync() => $"/api/users/{(await _provider.Accounts.RegisterVerifiedAsync()).UserId}";

    private static string TagOf(ApiAnswer answer)
    {
        answer.Expect(HttpStatusCode.OK);
        var tag = answer.Headers.ETag;
        Assert.False(Assert.IsType<System.Net.Http.Headers.EntityTagHeaderValue>(tag).IsWeak);
        return tag.ToString();
    }
}

[Trait("Database", "Sqlite")]
public sealed class UserVersionsOnSqlite(SqliteProvider fixture) : UserVersionTests(fixture), IClassFixture<SqliteProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class UserVersionsOnPostgreSql(PostgreSqlProvider fixture) : UserVersionTests(fixture), IClassFixture<PostgreSqlProvider>;
