using System.Net;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Requirements.PhoneFirst;

/// <summary>Numbers change hands: one that was proven long ago opens nothing until it is proven again.</summary>
public sealed class OldProofTests(ClaimTests.ManyCodes fixture) : IClassFixture<ClaimTests.ManyCodes>
{
    private const string CodeField = "input[autocomplete=one-time-code]";
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);

    [Theory]
    [InlineData("reset_password")]
    [InlineData("sign_in")]
    public async Task It_gets_no_code_and_is_answered_as_if_it_did(string purpose)
    {
        var person = await RegisterLongAgoAsync();
        var sent = (await _provider.Accounts.MailboxAsync(person.Phone)).Count;
        var asked = (await _app.AskForCodeAsync(person.Phone, purpose)).Expect(HttpStatusCode.Accepted);
        Assert.Equal(["rememberToken", "expiresAt", "resendAt"], asked.Select(member => member.Key));
        Assert.Equal(sent, (await _provider.Accounts.MailboxAsync(person.Phone)).Count);
    }

    [Fact]
    public async Task Its_owner_signs_in_by_password_and_proves_it_again()
    {
        var person = await RegisterLongAgoAsync();
        await _app.ProveAsync(person.Phone, "verify_phone", (await _app.SignInAsync(person)).ExpectAccessToken());
        await _app.ProveAsync(person.Phone, "reset_password");
    }

    [Fact]
    public async Task Its_owner_proves_it_again_from_the_account_page()
    {
        var person = await RegisterLongAgoAsync();
        var browser = _provider.NewBrowser().UsedBy(person);
        var account = (await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage())).ExpectPage();
        Assert.Contains("/account/verify-phone", account.Html, StringComparison.Ordinal);

        var ask = (await browser.GoAsync("/account/verify-phone?change=true")).ExpectPage();
        var enter = (await ask.FormWith("#phone").Fill("#phone", person.Phone).SubmitAsync()).ExpectPage();
        var done = (await enter.FormWith(CodeField).Fill(CodeField, await _provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync()).ExpectPage();
        Assert.Equal("/account", done.Path);
        Assert.DoesNotContain("/account/verify-phone", done.Html, StringComparison.Ordinal);
        await _app.ProveAsync(person.Phone, "reset_password");
    }

    [Fact]
    public async Task Any_code_that_is_right_proves_it_again()
    {
        var person = await RegisterLongAgoAsync(days: 364);
        await _app.ProveAsync(person.Phone, "sign_in");
        var provenAt = await _provider.InScopeAsync((ProviderDbContext db) =>
            db.Users.Where(user => user.OwnedPhone == person.Phone).Select(user => user.PhoneVerifiedAt).SingleAsync());
        Assert.InRange(_provider.Clock.GetUtcNow() - provenAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
    }

    private async Task<Person> RegisterLongAgoAsync(int days = 366)
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        var then = _provider.Clock.GetUtcNow().AddDays(-days);
        await _provider.InScopeAsync((ProviderDbContext db) =>
            db.Users.Where(user => user.OwnedPhone == person.Phone).ExecuteUpdateAsync(set => set.SetProperty(user => user.PhoneVerifiedAt, then)));
        return person;
    }
}
