using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
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

        (await _app.PostAsync("/email/verify", new System.Text.Json.Nodes.JsonObject { ["token"] = firstLink })).ExpectRefusal(HttpStatusCode.BadRequest, "link_invalid");
        var profile = (await _app.CallAsync(HttpMethod.Get, "/profile", token: (await _app.SignInAsync(first)).ExpectAccessToken())).Expect(HttpStatusCode.OK);
        Assert.Null(profile["email"]);
        Assert.False((bool)profile["emailVerified"]!);
    }

    [Fact]
    public async Task A_resend_without_a_token_is_for_the_newest_claim_and_with_one_for_that_claim()
    {
        var (first, firstToken) = await _provider.Accounts.RegisterAsync(Person.New());
        var (second, _) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = first.Phone });

        var asked = await _app.PostAsync("/otp", new System.Text.Json.Nodes.JsonObject
        {
            ["phone"] = first.Phone, ["purpose"] = "verify_phone", ["rememberToken"] = firstToken,
        });
        await _provider.Accounts.VerifyPhoneAsync(first, (string)asked.Expect(HttpStatusCode.Accepted)["rememberToken"]!);
        Assert.Equal([first.UserId], await OwnersAsync(first.Phone));

        var (_, _) = await _provider.Accounts.RegisterAsync(Person.New() with { Phone = (second = Person.New()).Phone });
        (second, _) = await _provider.Accounts.RegisterAsync(second);
        var newest = (await _app.AskForCodeAsync(second.Phone, "verify_phone")).Expect(HttpStatusCode.Accepted);
        await _provider.Accounts.VerifyPhoneAsync(second, (string)newest["rememberToken"]!);
        Assert.Equal([second.UserId], await OwnersAsync(second.Phone));
    }

    private async Task<string[]> OwnersAsync(string phone) =>
        [.. (await _provider.InScopeAsync((ProviderDbContext db) => db.Users.Where(user => user.OwnedPhone == phone).Select(user => user.Id).ToListAsync()))
            .Select(id => id.ToString())];
}
