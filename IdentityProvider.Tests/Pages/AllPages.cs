using System.Web;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages;

/// <summary>Every hosted page in every state that shows another form, as a person meets them one after the other.</summary>
public sealed class AllPages : ProviderFixture
{
    private readonly List<Page> _pages = [];

    /// <summary>The pages, as they were answered; some addresses come more than once.</summary>
    public IReadOnlyList<Page> Pages => _pages;

    public IEnumerable<Page> At(string path) => _pages.Where(page => page.Path == path);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await VisitAsStrangerAsync();
        await RegisterAsync();
        await SignInWithCodeAsync();
        await ResetPasswordAsync();
        await ServeClientAsync();
        await VisitAccountAsync();
    }

    protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();

    private async Task VisitAsStrangerAsync()
    {
        var browser = Provider.NewBrowser();
        string[] addresses =
        [
            "/", "/account/login", "/account/login/code", "/account/register", "/account/verify-phone", "/account/forgot", "/account/reset",
            "/account/confirm-email?token=x", "/account/logged-out", "/account/consent", "/dev/messages", "/nowhere", "/error",
            "/connect/authorize?client_id=nobody", "/account/login?request=nothing",
        ];
        foreach (var address in addresses)
            Keep(await browser.GoAsync(address));
        // Each form with nothing in it: what is missing stands beside the fields.
        foreach (var path in new[] { "/account/login", "/account/register", "/account/forgot", "/account/login/code", "/account/confirm-email?token=x" })
            Keep(await (await browser.GoAsync(path)).ExpectPage().FormWith("form[method=post]").SubmitAsync());
    }

    private async Task RegisterAsync()
    {
        var person = Person.New();
        var form = (await Provider.NewBrowser().GoAsync("/account/register")).ExpectPage().FormWith("#phone");
        form.Fill("#fullName", person.FullName).Fill("#phone", person.Phone).Fill("#email", person.Email).Fill("#password", person.Password);
        var codePage = Keep(await form.SubmitAsync());
        Keep(await codePage.FormWith("#code").Fill("#code", "1").SubmitAsync());
        Keep(await codePage.FormWith("#code").Fill("#code", await Provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync());

        var token = HttpUtility.ParseQueryString(new Uri((string)(await Provider.Accounts.MailboxAsync(person.Email))[0]["link"]!).Query)["token"];
        var link = (await codePage.Browser.GoAsync($"/account/confirm-email?token={token}")).ExpectPage();
        Keep(await link.FormWith("input[name=token]").SubmitAsync());
    }

    private async Task SignInWithCodeAsync()
    {
        var person = await Provider.Accounts.RegisterVerifiedAsync();
        var page = (await Provider.NewBrowser().GoAsync("/account/login/code")).ExpectPage();
        Keep(await page.FormWith("#phone").Fill("#phone", person.Phone).SubmitAsync());
    }

    private async Task ResetPasswordAsync()
    {
        var person = await Provider.Accounts.RegisterVerifiedAsync();
        var page = (await Provider.NewBrowser().GoAsync("/account/forgot")).ExpectPage();
        var codePage = Keep(await page.FormWith("#phone").Fill("#phone", person.Phone).SubmitAsync());
        var passwordPage = Keep(await codePage.FormWith("#code").Fill("#code", await Provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync());
        Keep(await passwordPage.FormWith("#newPassword").Fill("#newPassword", "weak").SubmitAsync());
    }

    private async Task ServeClientAsync()
    {
        var browser = await Provider.NewPersonAtBrowserAsync();
        var rp = Provider.RelyingParty(TestClients.ConsentWeb);
        var login = Keep(await rp.VisitAsync(browser, rp.Request("openid profile email orders.read")));
        var consent = Keep(await HostedPages.SignInAsync(login));
        await HostedPages.ConsentAsync(consent);
        Keep(await rp.VisitAsync(browser, rp.Request().With("prompt", "select_account")));
        Keep(await rp.VisitAsync(browser, rp.Request().With("prompt", "login")));
        Keep(await browser.GoAsync($"/connect/endsession?client_id={rp.Client.Id}&post_logout_redirect_uri=https%3A%2F%2Fconsent.example%2Fsigned-out"));
        foreach (var path in new[] { "/account/apps", "/account/sessions" })
            Keep(await browser.GoAsync(path));
    }

    private async Task VisitAccountAsync()
    {
        var browser = await Provider.NewPersonAtBrowserAsync();
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage());
        foreach (var path in new[] { "/", "/account", "/account/profile", "/account/password", "/account/sessions", "/account/apps", "/account/logout" })
            Keep(await browser.GoAsync(path));
        Keep(await At("/account/profile").Last().FormWith("#fullName").Fill("#fullName", "").Fill("#dateOfBirth", "tomorrow").SubmitAsync());
        Keep(await At("/account/password").Last().FormWith("#newPassword").SubmitAsync());
    }

    private Page Keep(Landing landing)
    {
        var page = landing.ExpectPage();
        _pages.Add(page);
        return page;
    }
}
