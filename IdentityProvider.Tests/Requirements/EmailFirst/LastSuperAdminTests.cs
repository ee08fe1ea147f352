using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>Somebody active keeps the highest role. Every test has a provider of its own: it must be alone with its people.</summary>
public abstract class LastSuperAdminTests(DatabaseKind database) : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.StartAsync(settings => settings.On(database).With("Accounts:Preset", "EmailFirst"));
        _app = new App(_provider);
    }

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [ToolFact]
    public async Task The_last_is_not_removed_deactivated_or_demoted()
    {
        var last = await _provider.AddStaffAsync("superAdmin");
        var token = await _app.TokenOfAsync(last);
        foreach (var (method, path, body) in Attacks(last.UserId))
            (await _app.UsersAsync(method, path, body, token)).ExpectRefusal(HttpStatusCode.Conflict, "last_super_admin");
        Assert.Equal(["superAdmin"], (await _app.GetUserAsync(last.UserId, token)).Roles());

        // One who is deactivated does not count, one who is active does.
        var other = await _provider.AddStaffAsync("superAdmin");
        (await _app.UsersAsync(HttpMethod.Post, $"/{other.UserId}/deactivate", null, token)).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Post, $"/{last.UserId}/deactivate", null, token)).ExpectRefusal(HttpStatusCode.Conflict, "last_super_admin");
        (await _app.UsersAsync(HttpMethod.Post, $"/{other.UserId}/activate", null, token)).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Post, $"/{last.UserId}/deactivate", null, token)).Expect(HttpStatusCode.OK);
    }

    [ToolFact]
    public async Task One_who_was_invited_and_never_came_does_not_count()
    {
        var last = await _provider.AddStaffAsync("superAdmin");
        var (token, invited) = (await _app.TokenOfAsync(last), Person.New());
        var other = await InviteAsync(Person.New(), token);
        await InviteAsync(invited, token);
        foreach (var (method, path, body) in Attacks(last.UserId))
            (await _app.UsersAsync(method, path, body, token)).ExpectRefusal(HttpStatusCode.Conflict, "last_super_admin");

        // An invitation can be taken back, for somebody is left; who comes counts.
        (await _app.UsersAsync(HttpMethod.Delete, $"/{other}", null, token)).Expect(HttpStatusCode.OK);
        (await _app.PostAsync("/password/reset", new JsonObject { ["token"] = await _app.MailedTokenAsync(invited.Email), ["newPassword"] = invited.Password })).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Post, $"/{last.UserId}/deactivate", null, token)).Expect(HttpStatusCode.OK);
    }

    [ToolTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_two_who_take_it_from_each_other_at_once_one_keeps_it(int way)
    {
        var (first, second) = (await _provider.AddStaffAsync("superAdmin"), await _provider.AddStaffAsync("superAdmin"));
        var (firstToken, secondToken) = (await _app.TokenOfAsync(first), await _app.TokenOfAsync(second));
        var (toSecond, toFirst) = (Attacks(second.UserId)[way], Attacks(first.UserId)[way]);
        await Task.WhenAll(
            Task.Run(() => _app.UsersAsync(toSecond.Method, toSecond.Path, toSecond.Body, firstToken)),
            Task.Run(() => _app.UsersAsync(toFirst.Method, toFirst.Path, toFirst.Body, secondToken)));

        var witness = await _app.TokenOfAsync(await _provider.AddStaffAsync("admin"));
        var left = (await _app.UsersAsync(HttpMethod.Get, "?role=superAdmin&active=true", null, witness)).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (int)left["total"]!);
    }

    private async Task<string> InviteAsync(Person person, string token) =>
        (string)(await _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, "superAdmin"), token)).Expect(HttpStatusCode.Created)["id"]!;

    private static List<(HttpMethod Method, string Path, JsonNode? Body)> Attacks(string id) =>
    [
        (HttpMethod.Put, $"/{id}/roles", new JsonObject { ["roles"] = new JsonArray("admin") }),
        (HttpMethod.Post, $"/{id}/deactivate", null),
        (HttpMethod.Delete, $"/{id}", null),
    ];
}

[Trait("Database", "Sqlite")]
public sealed class LastSuperAdminOnSqlite() : LastSuperAdminTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class LastSuperAdminOnPostgreSql() : LastSuperAdminTests(DatabaseKind.PostgreSql);
