using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.EmailFirst;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Administration;

/// <summary>What an administrator changes stands in the audit trail: who, what, before and after.</summary>
public sealed class AuditEntryTests(EmailFirstProvider fixture) : IClassFixture<EmailFirstProvider>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    public async Task A_change_says_who_made_it_to_whom_and_what_was_and_is()
    {
        var (admin, customer) = (await _provider.AddStaffAsync("admin"), await _app.AddCustomerAsync());
        var token = await _app.TokenOfAsync(admin);
        (await _app.UsersAsync(HttpMethod.Patch, "/" + customer.UserId, new JsonObject { ["city"] = "ပဲခူး" }, token)).Expect(HttpStatusCode.Created);
        (await _app.UsersAsync(HttpMethod.Put, $"/{customer.UserId}/roles", new JsonObject { ["roles"] = new JsonArray("admin") }, token)).Expect(HttpStatusCode.Created);
        (await _app.UsersAsync(HttpMethod.Post, $"/{customer.UserId}/deactivate", null, token)).Expect(HttpStatusCode.OK);

        var rows = await RowsOfAsync(customer.UserId);
        Assert.Equal(["profile_changed", "roles_changed", "account_deactivated"], rows.Select(row => row.Name));
        Assert.All(rows, row => Assert.Equal(("user", admin.UserId, "user"), (row.ActorType, row.ActorId, row.TargetType)));
        Assert.All(rows, row => Assert.NotNull(row.Address));
        Assert.Equal(("""{"city":null}""", """{"city":"ပဲခူး"}"""), (rows[0].Before, rows[0].After));
        Assert.Equal(("""{"roles":["customer"]}""", """{"roles":["admin"]}"""), (rows[1].Before, rows[1].After));
        Assert.Equal(("""{"isActive":true}""", """{"isActive":false}"""), (rows[2].Before, rows[2].After));
    }

    [Fact]
    public async Task Of_an_account_that_goes_it_is_kept_who_it_was_and_not_what_else_it_held()
    {
        var customer = await _app.AddCustomerAsync();
        var token = await _app.TokenOfAsync(await _provider.AddStaffAsync("superAdmin"));
        (await _app.UsersAsync(HttpMethod.Delete, "/" + customer.UserId, null, token)).Expect(HttpStatusCode.OK);

        var gone = (await RowsOfAsync(customer.UserId)).Single(row => row.Name == "account_deleted");
        var before = JsonNode.Parse(gone.Before!)!;
        Assert.Equal(customer.Email, (string?)before["email"]);
        Assert.DoesNotContain("dateOfBirth", gone.Before, StringComparison.Ordinal);
        Assert.Null(gone.After);
    }

    [Fact]
    public async Task An_account_that_somebody_makes_stands_there_as_it_was_made()
    {
        var (admin, person) = (await _provider.AddStaffAsync("admin"), Person.New());
        var made = (await _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, "customer"), await _app.TokenOfAsync(admin))).Expect(HttpStatusCode.Created);
        var row = (await RowsOfAsync((string)made["id"]!)).Single();
        Assert.Equal(("account_created", "user", admin.UserId, null), (row.Name, row.ActorType, row.ActorId, row.Before));
        Assert.Equal(person.Email, (string?)JsonNode.Parse(row.After!)!["email"]);

        var byOperator = (await RowsOfAsync(admin.UserId)).Single();
        Assert.Equal(("account_created", "operator", null), (byOperator.Name, byOperator.ActorType, byOperator.ActorId));
    }

    [Fact]
    public async Task An_account_that_somebody_registers_for_another_person_says_who_did()
    {
        var (admin, person) = (await _provider.AddStaffAsync("admin"), Person.New());
        var body = new JsonObject
        {
            ["phone"] = person.Phone, ["email"] = person.Email, ["fullName"] = person.FullName, ["password"] = person.Password,
            ["dateOfBirth"] = "1990-01-31", ["gender"] = "female", ["role"] = "admin",
        };
        var made = (await _app.PostAsync("/register", body, await _app.TokenOfAsync(admin))).Expect(HttpStatusCode.Created);
        var row = (await RowsOfAsync((string)made["userId"]!)).Single();
        Assert.Equal(("account_created", "user", admin.UserId, null), (row.Name, row.ActorType, row.ActorId, row.Before));
        Assert.Equal(["admin"], JsonNode.Parse(row.After!)!["roles"]!.AsArray().Select(role => (string)role!));
        Assert.DoesNotContain(person.Password, row.After, StringComparison.Ordinal);

        // Whoever makes an account of their own is nobody else.
        Assert.Empty(await RowsOfAsync((await _app.AddCustomerAsync()).UserId));
    }

    [Fact]
    public async Task A_password_says_who_set_it_and_never_what_it_is()
    {
        var customer = await _app.AddCustomerAsync();
        await _provider.InScopeAsync((OperatorPasswords passwords) => passwords.SetAsync(Guid.Parse(customer.UserId), "Another-horse-8", default));
        var token = await _app.TokenOfAsync(customer with { Password = "Another-horse-8" });
        (await _app.CallAsync(HttpMethod.Put, "/password", new JsonObject { ["currentPassword"] = "Another-horse-8", ["newPassword"] = "Third-horse-9-x" }, token))
            .Expect(HttpStatusCode.Created);
        var rows = await RowsOfAsync(customer.UserId);
        Assert.Equal([("operator", null), ("user", customer.UserId)], rows.Select(row => (row.ActorType, row.ActorId)));
        Assert.DoesNotContain(rows, row => $"{row.Detail}{row.Before}{row.After}".Contains("horse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_somebody_forgot_to_leave_out_is_masked()
    {
        var id = NewId.Create();
        var entry = new AuditEntry("client_changed", UserId: null, RequestSource.None, "A test.")
        {
            Target = new AuditTarget(AuditTargets.Client, id.ToString()),
            Before = new JsonObject { ["client_secret"] = "old-horse", ["client_name"] = "Web", ["scope"] = "openid" },
            After = new JsonObject { ["client_secret"] = "new-horse", ["client_name"] = "Web app", ["scope"] = "openid" },
        };
        await _provider.InScopeAsync(async (AuditTrail trail) =>
        {
            await trail.WriteAsync(entry);
            return true;
        });
        var row = (await RowsOfAsync(id.ToString())).Single();
        Assert.Equal("""{"client_secret":"***","client_name":"Web"}""", row.Before);
        Assert.Equal("""{"client_secret":"***","client_name":"Web app"}""", row.After);
    }

    private Task<List<AuditEvent>> RowsOfAsync(string targetId) => _provider.InScopeAsync((ProviderDbContext db) =>
        db.AuditEvents.AsNoTracking().Where(row => row.TargetId == targetId).OrderBy(row => row.Id).ToListAsync());
}
