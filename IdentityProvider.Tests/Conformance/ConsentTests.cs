using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Conformance;

/// <summary>What the user lets a client have, and whose browser may answer: rows G6749-17, 22, J-27, J-29, J-36, J-37, BCP-41.</summary>
public sealed class ConsentTests(ProviderFixture fixture) : OnDefaultProvider(fixture)
{
    private RelyingParty Consenting => Rp(TestClients.ConsentWeb);

    [Fact]
    [Trait("Conformance", "G6749-17")]
    public async Task Saying_no_is_access_denied()
    {
        var request = Consenting.Request();
        var page = await ConsentPageAsync(await SomebodySignedInAsync(), request);
        Conforming.ErrorCallback(Provider, request, (await HostedPages.DenyAsync(page)).ExpectCallback(), "access_denied");
    }

    [Fact]
    public async Task The_page_says_who_asks_for_what()
    {
        var page = await ConsentPageAsync(await SomebodySignedInAsync(), Consenting.Request("openid email orders.read"));
        Assert.Contains("Consent & Sons", page.Text, StringComparison.Ordinal);
        Assert.Contains("Your e-mail address", page.Text, StringComparison.Ordinal);
        Assert.Contains("Read orders", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "J-37")]
    public async Task What_was_allowed_is_remembered_until_more_is_asked()
    {
        var browser = await SomebodySignedInAsync();
        await Consenting.SignInAsync(browser, Consenting.Request("openid email"));
        (await Consenting.VisitAsync(browser, Consenting.Request("openid email"))).ExpectCallback();
        var page = await ConsentPageAsync(browser, Consenting.Request("openid email orders.read"));
        Assert.Contains("Read orders", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "BASIC-35")]
    public async Task A_claim_that_is_asked_for_by_itself_is_consented_to_like_its_scope()
    {
        const string claims = """{"userinfo":{"phone_number":null},"id_token":{"email":null}}""";
        var browser = await SomebodySignedInAsync();
        await Consenting.SignInAsync(browser, Consenting.Request());

        var page = await ConsentPageAsync(browser, Consenting.Request().With("claims", claims));
        Assert.Contains("Your phone number", page.Text, StringComparison.Ordinal);
        Assert.Contains("Your e-mail address", page.Text, StringComparison.Ordinal);

        var silent = Consenting.Request().With("claims", claims).With("prompt", "none");
        Conforming.ErrorCallback(Provider, silent, (await Consenting.VisitAsync(browser, silent)).ExpectCallback(), "consent_required");
    }

    [Fact]
    public async Task Prompt_consent_asks_again()
    {
        var browser = await SomebodySignedInAsync();
        await Consenting.SignInAsync(browser);
        await ConsentPageAsync(browser, Consenting.Request().With("prompt", "consent"));
    }

    [Fact]
    public async Task Prompt_none_without_consent_is_consent_required()
    {
        var request = Consenting.Request().With("prompt", "none");
        var callback = (await Consenting.VisitAsync(await SomebodySignedInAsync(), request)).ExpectCallback();
        Conforming.ErrorCallback(Provider, request, callback, "consent_required");
    }

    [Fact]
    [Trait("Conformance", "J-27")]
    [Trait("Conformance", "J-29")]
    public async Task A_pending_request_belongs_to_the_browser_that_made_it()
    {
        var page = await ConsentPageAsync(await SomebodySignedInAsync(), Consenting.Request());
        var stranger = await SomebodySignedInAsync();
        var nobody = Provider.NewBrowser();
        foreach (var browser in new[] { stranger, nobody })
        {
            var landing = await browser.GoAsync(page.Address);
            Assert.False(landing is Landing.AtPage { Page: var shown } && shown.Has(HostedPages.ConsentForm), $"another browser may consent: {landing}");
            Conforming.ErrorPage(await browser.GoAsync($"/connect/authorize/resume?request={HandleOf(page)}"));
        }
    }

    [Fact]
    [Trait("Conformance", "G6749-22")]
    public async Task Parameters_added_on_the_way_back_do_not_widen_the_request()
    {
        var browser = await SomebodySignedInAsync();
        var request = Consenting.Request("openid");
        var handle = HandleOf(await ConsentPageAsync(browser, request));
        var again = (await browser.GoAsync($"/connect/authorize/resume?request={handle}&scope=openid%20orders.write")).ExpectPage();
        Assert.DoesNotContain("Change orders", again.Text, StringComparison.Ordinal);
        var callback = (await HostedPages.ConsentAsync(again)).ExpectCallback();
        var answer = (await Consenting.RedeemAsync(callback.Code!, request)).ExpectSuccess();
        Assert.DoesNotContain("orders.write", answer["scope"] ?? "", StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Conformance", "J-36")]
    public async Task Scopes_that_the_user_leaves_out_are_not_granted()
    {
        var request = Consenting.Request("openid email orders.read");
        var page = await ConsentPageAsync(await SomebodySignedInAsync(), request);
        var landing = await page.FormWith(HostedPages.ConsentForm).Tick("input[value='orders.read']", false).SubmitAsync();
        var answer = (await Consenting.RedeemAsync(landing.ExpectCallback().Code!, request)).ExpectSuccess();
        Assert.Equal(["email", "openid"], answer["scope"]!.Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public async Task A_consent_without_its_antiforgery_token_is_refused()
    {
        var browser = await SomebodySignedInAsync();
        var page = await ConsentPageAsync(browser, Consenting.Request());
        var form = page.FormWith(HostedPages.ConsentForm);
        var forged = form.Fields.Where(field => !field.Key.Contains("RequestVerificationToken", StringComparison.Ordinal));
        var landing = await browser.PostAsync(form.Action, forged);
        Conforming.ErrorPage(landing);
    }

    private async Task<Page> ConsentPageAsync(UserAgent browser, AuthorizationRequest request)
    {
        var page = (await Consenting.VisitAsync(browser, request)).ExpectPage();
        Assert.Equal(HostedPages.ConsentPath, page.Path);
        return page;
    }

    private static string HandleOf(Page page) => System.Web.HttpUtility.ParseQueryString(page.Address.Query)["request"]!;
}
