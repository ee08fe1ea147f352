using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>Several accounts claim one number or address; whoever proves it first owns it.</summary>
public sealed class ClaimTests(ClaimTests.ManyCodes fixture) : IClassFixture<ClaimTests.ManyCodes>
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    public sealed class ManyCodes : ProviderFixture
    {
        protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();
    }

    [Fact]
    [Trait("Requirement", "PF-3")]
    public async Task Whoever_proves_the_number_first_owns_it_and_the_codes_of_the_others_die()
    {
        var (first, firstToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var firstCode = await _provider.Accounts.LatestCodeAsync(first.Phone);
        var (second, secondToken) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = first.Phone });
        await _provider.Accounts.VerifyPhoneAsync(second, secondToken);

        (await _app.EnterCodeAsync(first.Phone, "verify_phone", firstCode, firstToken)).ExpectRefusal(HttpStatusCode.Conflict, "phone_taken");
        (await _app.SignInAsync(second)).ExpectSuccess();
        Assert.Equal("invalid_grant", (await _app.SignInAsync(first.Phone, first.Password + "x")).Error);
    }

    [Fact]
    [Trait("Requirement", "PF-3")]
    public async Task A_claim_s_own_code_is_not_good_for_another_claim()
    {
        var (first, firstToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var firstCode = await _provider.Accounts.LatestCodeAsync(first.Phone);
        var (_, secondToken) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = first.Phone });
        var secondCode = await _provider.Accounts.LatestCodeAsync(first.Phone);
        if (firstCode == secondCode)
            return;

        (await _app.EnterCodeAsync(first.Phone, "verify_phone", firstCode, secondToken)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        (await _app.EnterCodeAsync(first.Phone, "verify_phone", firstCode, firstToken)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Requirement", "PF-3")]
    public async Task An_account_that_nobody_can_sign_in_to_any_more_frees_its_email()
    {
        var (loser, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await _provider.Accounts.VerifyEmailAsync(loser);
        var (winner, token) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = loser.Phone });
        await _provider.Accounts.VerifyPhoneAsync(winner, token);

        Assert.Equal(0, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.Id == Guid.Parse(loser.UserId))));
        await _provider.Accounts.RegisterAsync(Person.New() with { Email = loser.Email });
    }

    [Fact]
    [Trait("Requirement", "PF-3")]
    public async Task Whoever_confirms_the_address_first_owns_it_and_the_links_of_the_others_die()
    {
        var first = await _provider.Accounts.RegisterVerifiedAsync();
        var firstLink = await _app.MailedTokenAsync(first.Email);
        var (second, _) = await _provider.Accounts.RegisterAsync(Person.New() with { Email = first.Email });
        await _provider.Accounts.VerifyEmailAsync(second);

        (await _app.PostAsync("/email/verify", new JsonObject { ["token"] = firstLink })).ExpectRefusal(HttpStatusCode.BadRequest, "link_invalid");
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: (await _app.SignInAsync(first)).ExpectAccessToken())).Expect(HttpStatusCode.OK);
        Assert.Null(profile["email"]);
        Assert.False((bool)profile["emailVerified"]!);
    }

    [Fact]
    public async Task A_resend_with_a_token_is_for_the_claim_that_it_names()
    {
        var (first, firstToken) = await _provider.Accounts.RegisterAsync(Person.New());
        await _provider.Accounts.RegisterAsync(Person.New() with { Phone = first.Phone });
        var asked = await _app.PostAsync("/otp", new JsonObject { ["phone"] = first.Phone, ["purpose"] = "verify_phone", ["rememberToken"] = firstToken });
        await _provider.Accounts.VerifyPhoneAsync(first, (string)asked.Expect(HttpStatusCode.Accepted)["rememberToken"]!);
        Assert.Equal([first.UserId], await OwnersAsync(first.Phone));
    }

    [Fact]
    public async Task A_resend_without_a_token_is_for_the_only_claim()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var asked = (await _app.AskForCodeAsync(person.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted);
        await _provider.Accounts.VerifyPhoneAsync(person, (string)asked["rememberToken"]!);
        Assert.Equal([person.UserId], await OwnersAsync(person.Phone));
    }

    [Fact]
    public async Task A_resend_without_a_token_sends_nothing_where_several_claim_the_number()
    {
        var (person, token) = await _provider.Accounts.RegisterAsync(Person.New());
        var alone = await _app.AskForCodeAsync(person.Phone, "verify_phone");
        await _provider.Accounts.RegisterAsync(Person.New() with { Phone = person.Phone });
        var sent = (await _provider.Accounts.MailboxAsync(person.Phone)).Count;

        var asked = (await _app.AskForCodeAsync(person.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(alone.Body!.AsObject().Select(member => member.Key), asked.Select(member => member.Key));
        Assert.Equal(sent, (await _provider.Accounts.MailboxAsync(person.Phone)).Count);
        var strangersCode = await _provider.Accounts.LatestCodeAsync(person.Phone);
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", strangersCode, (string)asked["rememberToken"]!)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", strangersCode, token)).ExpectRefusal(HttpStatusCode.BadRequest, "otp_invalid");
        Assert.Empty(await OwnersAsync(person.Phone));
    }

    [Fact]
    public async Task The_password_leads_to_a_code_for_one_s_own_claim()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        await _provider.Accounts.RegisterAsync(Person.New() with { Phone = person.Phone, Password = "Strangers-horse-7" });
        var browser = _provider.NewBrowser().UsedBy(person);
        var login = (await browser.GoAsync(HostedPages.LoginPath)).ExpectPage();
        var verify = (await HostedPages.SignInAsync(login)).ExpectPage();
        Assert.Equal("/account/verify-phone", verify.Path);
        await verify.FormWith("input[autocomplete=one-time-code]")
            .Fill("input[autocomplete=one-time-code]", await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync();
        Assert.Equal([person.UserId], await OwnersAsync(person.Phone));
    }

    [Fact]
    [Trait("Requirement", "PF-5")]
    public async Task Newer_claims_keep_nobody_from_their_own()
    {
        var (person, token) = await _provider.Accounts.RegisterAsync(Person.New());
        var code = await _provider.Accounts.LatestCodeAsync(person.Phone);
        for (var i = 0; i < 5; i++)
            await _provider.Accounts.RegisterAsync(Person.New() with { Phone = person.Phone, Password = "Strangers-horse-" + i });

        Assert.StartsWith("phone_not_verified", (await _app.SignInAsync(person))["error_description"], StringComparison.Ordinal);
        Assert.StartsWith("phone_not_verified", (await _app.SignInAsync(person.Phone, "Strangers-horse-4"))["error_description"], StringComparison.Ordinal);
        Assert.StartsWith("invalid_credentials", (await _app.SignInAsync(person.Phone, "Strangers-horse-3"))["error_description"], StringComparison.Ordinal);
        Assert.Equal(3, await _provider.InScopeAsync((ProviderDbContext db) => db.Users.CountAsync(user => user.PhoneNumber == person.Phone)));
        (await _app.EnterCodeAsync(person.Phone, "verify_phone", code, token)).Expect(HttpStatusCode.OK);
        Assert.Equal([person.UserId], await OwnersAsync(person.Phone));
    }

    [Fact]
    public async Task A_claimant_can_t_have_the_failures_of_a_number_forgotten()
    {
        var (person, _) = await _provider.Accounts.RegisterAsync(Person.New());
        var (stranger, _) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = person.Phone, Password = "Strangers-horse-7" });
        for (var i = 0; i < 5; i++)
        {
            await _app.SignInAsync(person.Phone, "Guessed-horse-" + i);
            await _app.SignInAsync(stranger);
        }

        Assert.StartsWith("invalid_credentials", (await _app.SignInAsync(person))["error_description"], StringComparison.Ordinal);
    }

    private async Task<string[]> OwnersAsync(string phone) =>
        [.. (await _provider.InScopeAsync((ProviderDbContext db) => db.Users.Where(user => user.OwnedPhone == phone).Select(user => user.Id).ToListAsync()))
            .Select(id => id.ToString())];
}
