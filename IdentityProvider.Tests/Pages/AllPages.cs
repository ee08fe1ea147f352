using System.Web;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Requirements;
using IdentityProvider.Tests.Requirements.EmailFirst;

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
        await VisitOtpFirstAsync();
        await VisitEmailFirstAsync();
        await VisitClinicAsync();
        foreach (var page in await AdminPages.VisitAsync(Provider))
            Keep(page);
    }

    protected override void Configure(ProviderSettings settings) => settings.WithManyCodes();

    private async Task VisitAsStrangerAsync()
    {
        var browser = Provider.NewBrowser();
        string[] addresses =
        [
            "/", "/account/login", "/account/login/code", "/account/register", "/account/verify-phone", "/account/forgot", "/account/forgot/sent", "/account/reset", "/account/deleted",
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
        var codePage = Keep(await page.FormWith("#identifier").Fill("#identifier", person.Phone).SubmitAsync());
        Keep(await codePage.FormWith("#code").Fill("#code", "1").SubmitAsync());
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

    /// <summary>What is there where nobody has a phone number.</summary>
    private async Task VisitEmailFirstAsync()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", "EmailFirst"));
        await RegisterWithEmailAsync(provider);
        var person = await new App(provider).AddCustomerAsync();
        var browser = provider.NewBrowser();
        Keep(await browser.GoAsync("/account/forgot"));
        var sent = Keep(await browser.ForgetAsync(person.Email));
        Keep(await browser.ForgetAsync("nobody@people.example"));
        Keep(await sent.Browser.GoAsync(await provider.Accounts.MailedLinkAsync(person.Email)));

        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage(), person.Email, person.Password);
        var delete = Keep(await browser.GoAsync("/account/delete"));
        Keep(await delete.FormWith("#currentPassword").SubmitAsync());
        Keep(await delete.FormWith("#currentPassword").Fill("#currentPassword", person.Password).SubmitAsync());
    }

    /// <summary>What is there where both ways reset a password, and a code guards what the owner does.</summary>
    private async Task VisitClinicAsync()
    {
        await using var provider = await Provider.StartAsync(settings => settings.WithManyCodes().With("Accounts:Preset", "Clinic"));
        await SignInElsewhereAsync(provider);
        var person = await provider.AddStaffAsync("user");
        var browser = provider.NewBrowser().UsedBy(person);
        Keep(await browser.GoAsync("/account/forgot"));
        Keep(await browser.GoAsync("/account/forgot?welcome=true"));
        await HostedPages.SignInAsync((await browser.GoAsync("/account/login")).ExpectPage());
        foreach (var path in new[] { "/account/password", "/account/delete" })
        {
            var codePage = Keep(await Keep(await browser.GoAsync(path)).FormWith("form[action*='handler=send']").SubmitAsync());
            Keep(await codePage.FormWith("#code").Fill("#code", await provider.Accounts.LatestCodeAsync(person.Phone)).SubmitAsync());
        }

        var doctor = await provider.AddStaffAsync("doctor");
        var another = provider.NewBrowser().UsedBy(doctor);
        await HostedPages.SignInAsync((await another.GoAsync("/account/login")).ExpectPage());
        Keep(await another.GoAsync("/account/delete"));
    }

    /// <summary>What is there where the number is proven before there is an account.</summary>
    private async Task VisitOtpFirstAsync()
    {
        await using var provider = await Provider.StartAsync(settings => settings.WithManyCodes().With("Accounts:Preset", "OtpFirst"));
        var phone = Person.New().Phone;
        var phonePage = Keep(await provider.NewBrowser().GoAsync("/account/register"));
        Keep(await phonePage.FormWith("#phone").SubmitAsync());
        var codePage = Keep(await phonePage.FormWith("#phone").Fill("#phone", phone).SubmitAsync());
        Keep(await codePage.FormWith("#code").Fill("#code", "1").SubmitAsync());
        Keep(await codePage.ClickAsync("a[href*=change]"));
        var passwordPage = Keep(await codePage.FormWith("#code").Fill("#code", await provider.Accounts.LatestCodeAsync(phone)).SubmitAsync());
        Keep(await passwordPage.FormWith("#password").Fill("#password", "weak").SubmitAsync());
        await passwordPage.FormWith("#password").Fill("#password", Person.New().Password).SubmitAsync();
        Keep(await phonePage.FormWith("#phone").Fill("#phone", phone).SubmitAsync());
    }

    private async Task RegisterWithEmailAsync(Provider provider)
    {
        var (browser, person) = (provider.NewBrowser(), Person.New());
        Keep(await browser.GoAsync("/account/check-email"));
        var form = Keep(await browser.GoAsync("/account/register")).FormWith("#email");
        form.Fill("#fullName", person.FullName).Fill("#email", person.Email).Fill("#password", person.Password);
        var check = Keep(await form.SubmitAsync());
        Keep(await form.SubmitAsync());
        Keep(await check.FormWith("button").SubmitAsync());
        Keep(await HostedPages.SignInAsync(Keep(await browser.GoAsync("/account/login")), person.Email, person.Password));
        await provider.Accounts.VerifyEmailAsync(person);
        Keep(await browser.GoAsync("/account/check-email"));
    }

    private async Task SignInElsewhereAsync(Provider provider)
    {
        var person = Person.New();
        foreach (var browser in new[] { provider.NewBrowser(), provider.NewBrowser() })
        {
            var register = Keep(await browser.GoAsync("/account/register")).FormWith("#phone");
            Keep(await register.Fill("#phone", person.Phone).Fill("#password", person.Password).SubmitAsync());
        }

        Keep(await HostedPages.SignInAsync(Keep(await provider.NewBrowser().GoAsync("/account/login")), person.Phone, person.Password));
    }

    private Page Keep(Landing landing) => Keep(landing.ExpectPage());

    private Page Keep(Page page)
    {
        _pages.Add(page);
        return page;
    }
}
