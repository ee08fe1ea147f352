using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>The link that confirms an e-mail address.</summary>
public sealed class EmailLinkTests : IAsyncLifetime
{
    private Provider _provider = null!;
    private App _app = null!;

    public async Task InitializeAsync() => _app = new App(_provider = await Provider.StartAsync());

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    [Trait("Requirement", "PF-8")]
    public async Task The_link_carries_a_JWT_and_works_once()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var token = await _app.MailedTokenAsync(person.Email);
        var jwt = Jwt.Parse(token);
        Assert.Equal("email-confirmation+jwt", (string?)jwt.Header["typ"]);
        Assert.Equal(person.UserId, jwt.Subject);
        Assert.Equal(person.Email, (string?)jwt.Payload["email"]);
        Assert.Equal(_provider.Issuer + "/account/confirm-email", (string?)jwt.Payload["aud"]);
        Assert.Equal(24 * 60 * 60, (long)jwt.Payload["exp"]! - (long)jwt.Payload["iat"]!);

        (await FollowAsync(token)).Expect(HttpStatusCode.OK);
        (await FollowAsync(token)).ExpectRefusal(HttpStatusCode.BadRequest, "link_used");
    }

    [Fact]
    [Trait("Requirement", "PF-8")]
    public async Task The_link_lives_a_day()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var token = await _app.MailedTokenAsync(person.Email);
        _provider.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        (await FollowAsync(token)).ExpectRefusal(HttpStatusCode.BadRequest, "link_expired");

        (await _app.PostAsync("/email/send", new JsonObject { ["email"] = person.Email })).Expect(HttpStatusCode.Accepted);
        _provider.Clock.Advance(TimeSpan.FromHours(23));
        (await FollowAsync(await _app.MailedTokenAsync(person.Email))).Expect(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Requirement", "PF-8")]
    public async Task A_link_that_is_not_ours_is_worth_nothing()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var jwt = Jwt.Parse(await _app.MailedTokenAsync(person.Email));
        var other = (await _provider.Accounts.RegisterAsync(Person.New())).Person;
        var owner = await _provider.Accounts.RegisterVerifiedAsync();
        string[] spoilt =
        [
            "", "x", "a.b.c", new string('a', 10_000), jwt.Unsigned(), jwt.Text[..^2],
            jwt.Tampered(payload: claims => claims["sub"] = other.UserId),
            jwt.Tampered(payload: claims => claims["email"] = "somebody@else.example"),
            jwt.Tampered(header: header => header["kid"] = "another"),
            jwt.Tampered(header: header => header["typ"] = "password-reset+jwt"),
            await _app.ProveAsync(owner.Phone, "reset_password"),
            (await _app.SignInAsync(owner)).ExpectAccessToken(),
        ];
        foreach (var token in spoilt)
            (await FollowAsync(token)).ExpectRefusal(HttpStatusCode.BadRequest, "link_invalid");
        (await FollowAsync(jwt.Text)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Asking_for_a_link_tells_nothing_about_the_address()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var known = await _app.PostAsync("/email/send", new JsonObject { ["email"] = person.Email });
        var unknown = await _app.PostAsync("/email/send", new JsonObject { ["email"] = Person.New().Email });
        Assert.Equal(HttpStatusCode.Accepted, known.Status);
        Assert.Equal(known.Status, unknown.Status);
        Assert.Equal(known.Body!.ToJsonString(), unknown.Body!.ToJsonString());
        Assert.Equal(2, (await _provider.Accounts.MailboxAsync(person.Email)).Count);
    }

    [Fact]
    public async Task An_address_gets_no_more_than_so_many_messages_a_day()
    {
        var address = Person.New().Email;
        for (var i = 0; i < 10; i++)
            (await _app.PostAsync("/email/send", new JsonObject { ["email"] = address })).Expect(HttpStatusCode.Accepted);
        (await _app.PostAsync("/email/send", new JsonObject { ["email"] = address.ToUpperInvariant() })).ExpectRefusal(HttpStatusCode.TooManyRequests, "email_daily_limit");
    }

    private Task<ApiAnswer> FollowAsync(string token) => _app.PostAsync("/email/verify", new JsonObject { ["token"] = token });
}
