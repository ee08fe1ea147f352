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

    [Fact]
    public async Task The_mail_and_the_page_say_which_account_it_is()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var body = (string)(await _provider.Accounts.MailboxAsync(person.Email))[0]["body"]!;
        Assert.Contains($"ends in {person.Phone[^3..]}, made on ", body, StringComparison.Ordinal);
        Assert.DoesNotContain(person.FullName, body, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Phone, body, StringComparison.Ordinal);

        var page = (await _provider.NewBrowser().GoAsync("/account/confirm-email?token=" + await _app.MailedTokenAsync(person.Email))).ExpectPage();
        Assert.Contains($"ends in {person.Phone[^3..]}, made on ", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_several_claim_the_address_only_who_is_signed_in_gets_another_link()
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await _provider.Accounts.RegisterAsync(Person.New() with { Email = person.Email });
        var sent = (await _provider.Accounts.MailboxAsync(person.Email)).Count;
        (await _app.PostAsync("/email/send", new JsonObject { ["email"] = person.Email })).Expect(HttpStatusCode.Accepted);
        Assert.Equal(sent, (await _provider.Accounts.MailboxAsync(person.Email)).Count);

        var token = (await _app.SignInAsync(person)).ExpectAccessToken();
        (await _app.PostAsync("/email/send", new JsonObject(), token)).Expect(HttpStatusCode.Accepted);
        (await FollowAsync(await _app.MailedTokenAsync(person.Email))).Expect(HttpStatusCode.OK);
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        Assert.True((bool)profile["emailVerified"]!);
    }

    private Task<ApiAnswer> FollowAsync(string token) => _app.PostAsync("/email/verify", new JsonObject { ["token"] = token });
}
