using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Delivery;

/// <summary>An administrator sees what became of messages, and has one sent after all that nobody took.</summary>
public sealed class SentMessagesTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Fact]
    public async Task What_was_given_up_is_listed_and_can_be_sent_after_all()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await GiveUpAsync(person.Phone);
        var admin = await SignInAsync("admin");
        var page = (await ListAsync($"?state=given_up&to={Uri.EscapeDataString(person.Phone)}", admin)).Expect(HttpStatusCode.OK);
        Assert.Equal(1, (int)page["total"]!);
        var message = page["items"]![0]!;
        Assert.Equal(("sms", person.Phone, "given_up", "number_unreachable"),
            ((string?)message["channel"], (string?)message["to"], (string?)message["state"], (string?)message["failure"]));
        Assert.DoesNotContain("code", page.ToJsonString(), StringComparison.OrdinalIgnoreCase);

        (await RetryAsync((string)message["id"]!, admin)).Expect(HttpStatusCode.Accepted);
        var row = await RowAsync(person.Phone);
        Assert.Equal("waiting", row.State);
        Assert.True(row.NextAttemptAt <= _provider.Clock.GetUtcNow());
        (await RetryAsync((string)message["id"]!, admin)).ExpectRefusal(HttpStatusCode.Conflict, "message_not_given_up");

        var entry = await _provider.InScopeAsync((ProviderDbContext db) => db.AuditEvents.SingleAsync(what => what.TargetId == (string)message["id"]!));
        Assert.Equal(("message_retried", "user", "message"), (entry.Name, entry.ActorType, entry.TargetType));
        Assert.Equal("""{"state":"given_up"}>{"state":"waiting"}""", $"{entry.Before}>{entry.After}");
    }

    [Fact]
    public async Task What_has_expired_is_not_sent_any_more()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await GiveUpAsync(person.Phone);
        _provider.Clock.Advance(TimeSpan.FromMinutes(6));
        var admin = await SignInAsync("admin");
        (await RetryAsync((await RowAsync(person.Phone)).Id.ToString(), admin)).ExpectRefusal(HttpStatusCode.Conflict, "message_not_given_up");
    }

    [Fact]
    public async Task What_says_of_itself_no_end_can_be_sent_for_a_day()
    {
        var (person, admin) = (Person.New(), await SignInAsync("admin"));
        (await _app.UsersAsync(HttpMethod.Post, "", Staff.InvitationOf(person, "user"), admin)).Expect(HttpStatusCode.Created);
        await GiveUpAsync(person.Phone);
        var row = await RowAsync(person.Phone);
        Assert.Null(row.ExpiresAt);
        _provider.Clock.Advance(TimeSpan.FromHours(23));
        admin = await SignInAsync("admin");
        (await RetryAsync(row.Id.ToString(), admin)).Expect(HttpStatusCode.Accepted);
        await GiveUpAsync(person.Phone);
        _provider.Clock.Advance(TimeSpan.FromHours(1));
        admin = await SignInAsync("admin");
        var seen = (await ListAsync($"?to={Uri.EscapeDataString(person.Phone)}", admin)).Expect(HttpStatusCode.OK)["items"]![0]!;
        Assert.Equal(row.CreatedAt.AddDays(1), (DateTimeOffset)seen["expiresAt"]!);
        (await RetryAsync(row.Id.ToString(), admin)).ExpectRefusal(HttpStatusCode.Conflict, "message_not_given_up");
    }

    [Fact]
    public async Task A_message_is_found_however_the_number_or_the_address_is_written()
    {
        var person = Person.New();
        person = person with { Email = "Anna." + person.Email };
        await _provider.Accounts.RegisterAsync(person);
        var admin = await SignInAsync("admin");
        var (national, spaced) = ("0" + person.Phone[3..], $" {person.Phone[..3]} {person.Phone[3..6]}-{person.Phone[6..]} ");
        foreach (var to in new[] { person.Phone, national, spaced, person.Email, person.Email.ToUpperInvariant(), person.Email.ToLowerInvariant() })
            Assert.True((int)(await ListAsync($"?to={Uri.EscapeDataString(to)}", admin)).Expect(HttpStatusCode.OK)["total"]! > 0, to);
        Assert.Equal(0, (int)(await ListAsync("?to=nobody@example.com", admin)).Expect(HttpStatusCode.OK)["total"]!);
    }

    [Fact]
    public async Task Nobody_else_sees_or_does_it()
    {
        var user = await SignInAsync("user");
        (await ListAsync("", user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await RetryAsync(Guid.Empty.ToString(), user)).ExpectRefusal(HttpStatusCode.Forbidden, "forbidden");
        (await ListAsync("", token: null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
        (await RetryAsync(Guid.Empty.ToString(), token: null)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Theory]
    [InlineData("?state=lost")]
    [InlineData("?page=0")]
    [InlineData("?pageSize=101")]
    [InlineData("?to=%00")]
    public async Task A_list_that_can_t_be_is_refused(string query) =>
        (await ListAsync(query, await SignInAsync("admin"))).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");

    [Theory]
    [InlineData("nothing")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task An_unknown_message_is_not_found(string id) =>
        (await RetryAsync(id, await SignInAsync("admin"))).ExpectRefusal(HttpStatusCode.NotFound, "not_found");

    private async Task<string> SignInAsync(string role) => (await _app.SignInAsync(await _provider.AddStaffAsync(role))).ExpectSuccess()["access_token"]!;

    private Task<ApiAnswer> ListAsync(string query, string? token) => _app.AnyAsync(HttpMethod.Get, "/api/messages" + query, null, token);

    private Task<ApiAnswer> RetryAsync(string id, string? token) => _app.AnyAsync(HttpMethod.Post, $"/api/messages/{id}/retry", null, token);

    private Task<int> GiveUpAsync(string to) => _provider.InScopeAsync((ProviderDbContext db) => db.Messages
        .Where(message => message.To == to)
        .ExecuteUpdateAsync(set => set
            .SetProperty(message => message.State, "given_up")
            .SetProperty(message => message.Failure, "number_unreachable")
            .SetProperty(message => message.NextAttemptAt, (DateTimeOffset?)null)));

    private Task<Message> RowAsync(string to) => _provider.InScopeAsync((ProviderDbContext db) => db.Messages.AsNoTracking().SingleAsync(message => message.To == to));
}
