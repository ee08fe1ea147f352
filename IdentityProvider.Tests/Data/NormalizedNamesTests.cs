using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Data;

/// <summary>Names that the version before wrote, which knew them in one form alone.</summary>
public abstract class NormalizedNamesTests(DatabaseKind kind)
{
    private const string VersionBefore = "GuardAuditCut";

    [ToolFact]
    public async Task Names_that_were_there_before_the_upgrade_are_found()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        string[] names = ["Aung Aung", "çağlar Özdemir", "Фёдор"];
        await FillAsync(database, names);
        await using var provider = Provider.StartOn(database);
        Assert.Equal(["Aung Aung"], await FindAsync(provider, "aung a"));
        Assert.Equal(["çağlar Özdemir"], await FindAsync(provider, "ÇAĞLAR ö"));
        Assert.Equal(["Фёдор"], await FindAsync(provider, "фёДОР"));
    }

    [ToolFact]
    public async Task A_name_that_was_written_beside_a_newer_node_is_found_after_the_next_start()
    {
        using var database = await TestDatabase.CreateAsync(kind);
        await using (var provider = Provider.StartOn(database))
        {
            var person = await provider.AddStaffAsync("user");
            await provider.InScopeAsync((ProviderDbContext db) =>
                db.Users.Where(user => user.Id == Guid.Parse(person.UserId)).ExecuteUpdateAsync(set => set.SetProperty(user => user.FullName, "Şule Şahin")));
        }

        await using var restarted = Provider.StartOn(database);
        Assert.Equal(["Şule Şahin"], await FindAsync(restarted, "şahin"));
    }

    /// <summary>People as the version before has them in its tables.</summary>
    private static async Task FillAsync(TestDatabase database, string[] names)
    {
        await using var services = TestStorage.Services(database, TimeProvider.System);
        await using var db = await services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContextAsync();
        await db.GetService<IMigrator>().MigrateAsync(VersionBefore);
        foreach (var name in names)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "Users" ("Id", "FullName", "IsActive", "CreatedAt", "UpdatedAt", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
                VALUES ({NewId.Create()}, {name}, {true}, 0, 0, {false}, {false}, {false}, {false}, 0)
                """);
    }

    private static async Task<IEnumerable<string?>> FindAsync(Provider provider, string search)
    {
        var app = new App(provider);
        var token = (await app.SignInAsync(await provider.AddStaffAsync("admin"))).ExpectAccessToken();
        var found = (await app.UsersAsync(HttpMethod.Get, $"?search={Uri.EscapeDataString(search)}", null, token)).Expect(HttpStatusCode.OK);
        return found["items"]!.AsArray().Select(user => (string?)user!["fullName"]);
    }
}

[Trait("Database", "Sqlite")]
public sealed class NormalizedNamesOnSqliteTests() : NormalizedNamesTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class NormalizedNamesOnPostgreSqlTests() : NormalizedNamesTests(DatabaseKind.PostgreSql);
