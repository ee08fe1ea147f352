using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>The rows of the Basic OP plan on what the provider remembers between two requests: BASIC-11, 17 to 21, 23.</summary>
public sealed class BasicSessionTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private static readonly string[] NeedsTheUser = ["login_required", "interaction_required", "consent_required", "account_selection_required"];

    [Fact]
    [Trait("Conformance", "BASIC-17")]
    public async Task Prompt_login_asks_again_and_the_sign_in_is_later()
    {
        var browser = await SomebodyAsync();
        var request = Rp().Request().With("max_age", "10000");
        var first = await Rp().SignInAsync(browser, request);
        Provider.Clock.Advance(TimeSpan.FromSeconds(2));
        var landing = await Rp().VisitAsync(browser, request.With("prompt", "login"));
        Assert.Equal(HostedPages.LoginPath, landing.ExpectPage().Path);
        var callback = await HostedPages.PassAsync(landing);
        var second = await Conforming.TokensAsync(Rp(), request, await Rp().RedeemAsync(callback.Code!, request));
        Assert.True(second.IdToken!.AuthTime > first.Tokens.IdToken!.AuthTime, "auth_time is not later");
    }

    [Fact]
    [Trait("Conformance", "BASIC-18")]
    public async Task Prompt_none_without_a_session_comes_back_with_an_error()
    {
        var request = Rp().Request().With("prompt", "none").With("state", new string('s', 64) + new string('7', 64));
        var callback = (await Rp().VisitAsync(await SomebodyAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, NeedsTheUser);
    }

    [Fact]
    [Trait("Conformance", "BASIC-19")]
    public async Task Prompt_none_with_a_session_succeeds_silently()
    {
        var browser = await SomebodyAsync();
        var first = await Rp().SignInAsync(browser, Rp().Request().With("max_age", "10000"));
        Provider.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await SignInSilentlyAsync(browser, Rp().Request().With("prompt", "none").With("max_age", "10000"));
        Assert.Equal(first.Subject, second.Subject);
        Assert.Equal(first.Tokens.IdToken!.AuthTime, second.Tokens.IdToken!.AuthTime);
        Assert.Equal(first.Tokens.IdToken.SessionId, second.Tokens.IdToken.SessionId);
    }

    [Fact]
    [Trait("Conformance", "BASIC-20")]
    public async Task A_session_older_than_max_age_signs_in_again()
    {
        var browser = await SomebodyAsync();
        var first = await Rp().SignInAsync(browser, Rp().Request().With("max_age", "10000"));
        Provider.Clock.Advance(TimeSpan.FromSeconds(2));
        var request = Rp().Request().With("max_age", "1");
        var landing = await Rp().VisitAsync(browser, request);
        Assert.Equal(HostedPages.LoginPath, landing.ExpectPage().Path);
        var callback = await HostedPages.PassAsync(landing);
        var second = await Conforming.TokensAsync(Rp(), request, await Rp().RedeemAsync(callback.Code!, request));
        Assert.NotNull(second.IdToken!.AuthTime);
        Assert.True(second.IdToken.AuthTime > first.Tokens.IdToken!.AuthTime, "auth_time is not later");
        var now = Provider.Clock.GetUtcNow();
        Assert.InRange(second.IdToken.AuthTime.Value, now.AddMinutes(-5).ToUnixTimeSeconds(), now.ToUnixTimeSeconds());
    }

    [Fact]
    [Trait("Conformance", "BASIC-21")]
    public async Task A_session_younger_than_max_age_stays_as_it_is()
    {
        var browser = await SomebodyAsync();
        var first = await Rp().SignInAsync(browser, Rp().Request().With("max_age", "15000"));
        Provider.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await SignInSilentlyAsync(browser, Rp().Request().With("max_age", "10000"));
        Assert.NotNull(first.Tokens.IdToken!.AuthTime);
        Assert.Equal(first.Tokens.IdToken.AuthTime, second.Tokens.IdToken!.AuthTime);
        Assert.Equal(first.Subject, second.Subject);
    }

    [Fact]
    [Trait("Conformance", "BASIC-23")]
    public async Task An_ID_token_of_the_session_is_a_good_hint()
    {
        var browser = await SomebodyAsync();
        var first = await Rp().SignInAsync(browser, Rp().Request().With("max_age", "10000"));
        var request = Rp().Request().With("prompt", "none").With("max_age", "10000").With("id_token_hint", first.Tokens.IdToken!.Text);
        var second = await SignInSilentlyAsync(browser, request);
        Assert.Equal(first.Subject, second.Subject);
        Assert.Equal(first.Tokens.IdToken.AuthTime, second.Tokens.IdToken!.AuthTime);
    }

    [Fact]
    [Trait("Conformance", "J-03")]
    public async Task Max_age_zero_asks_every_time()
    {
        var browser = await SomebodySignedInAsync();
        var request = Rp().Request().With("max_age", "0");
        var landing = await Rp().VisitAsync(browser, request);
        Assert.Equal(HostedPages.LoginPath, landing.ExpectPage().Path);
        var callback = await HostedPages.PassAsync(landing);
        var tokens = await Conforming.TokensAsync(Rp(), request, await Rp().RedeemAsync(callback.Code!, request));
        Assert.NotNull(tokens.IdToken!.AuthTime);
    }

    [Fact]
    [Trait("Conformance", "J-08")]
    public async Task Prompt_login_consent_shows_both_pages_once()
    {
        var rp = Rp(TestClients.ConsentWeb);
        var browser = await SomebodyAsync();
        await rp.SignInAsync(browser);
        var request = rp.Request().With("prompt", "login consent");
        var login = (await rp.VisitAsync(browser, request)).ExpectPage();
        var consent = (await HostedPages.SignInAsync(login)).ExpectPage();
        Conforming.Callback(Provider, request, (await HostedPages.ConsentAsync(consent)).ExpectCallback());
    }

    [Fact]
    public async Task Prompt_select_account_shows_who_is_signed_in()
    {
        var browser = await SomebodySignedInAsync();
        var request = Rp().Request().With("prompt", "select_account");
        var page = (await Rp().VisitAsync(browser, request)).ExpectPage();
        Assert.Equal(HostedPages.SelectAccountPath, page.Path);
        Assert.Contains(browser.Person!.FullName, page.Text, StringComparison.Ordinal);
        Conforming.Callback(Provider, request, (await HostedPages.ContinueAsync(page)).ExpectCallback());
    }

    [Fact]
    public async Task Login_hint_fills_in_the_phone()
    {
        var browser = await SomebodyAsync();
        var page = (await Rp().VisitAsync(browser, Rp().Request().With("login_hint", browser.Person!.Phone))).ExpectPage();
        Assert.Equal(browser.Person.Phone, page.Document.QuerySelector(HostedPages.IdentifierField)?.GetAttribute("value"));
    }

    /// <summary>A sign-in in which no page is shown.</summary>
    private async Task<SignedIn> SignInSilentlyAsync(UserAgent browser, AuthorizationRequest request)
    {
        var callback = (await Rp().VisitAsync(browser, request)).ExpectCallback();
        Conforming.Callback(Provider, request, callback);
        return new SignedIn(request, callback, await Conforming.TokensAsync(Rp(), request, await Rp().RedeemAsync(callback.Code!, request)));
    }
}
