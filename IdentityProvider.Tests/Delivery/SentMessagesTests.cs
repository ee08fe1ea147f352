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
