using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>What a person does at the hosted pages. Fields are found as a password manager finds them, by their purpose.</summary>
public static class HostedPages
{
    public const string LoginPath = "/account/login";
    public const string ConsentPath = "/account/consent";
    public const string SelectAccountPath = "/account/select";
    public const string LogoutPath = "/account/logout";
    public const string IdentifierField = "input[autocomplete~=username], input[autocomplete~=tel]";
    public const string PasswordField = "input[autocomplete~=current-password]";
    public const string ConsentForm = "form[action*='/account/consent']";
    public const string LogoutForm = "form[action*='/account/logout']";

    private const int MostPages = 6;

    /// <summary>Signs in, continues as the same account, and consents, as long as a page asks for it; the answer to the client.</summary>
    public static async Task<Callback> PassAsync(Landing landing)
    {
        for (var pages = 0; pages < MostPages; pages++)
        {
            if (landing is not Landing.AtPage { Page: var page })
                return landing.ExpectCallback();
            landing = page.Path switch
            {
                LoginPath => await SignInAsync(page),
                ConsentPath => await ConsentAsync(page),
                SelectAccountPath => await ContinueAsync(page),
                _ => throw new Xunit.Sdk.XunitException($"Nobody knows what to do at {page}"),
            };
        }
        throw new Xunit.Sdk.XunitException($"Still at a page after {MostPages} pages: {landing}");
    }

    /// <summary>From the client to an account and back: registers, proves the phone with the code that was sent, signs in, consents.</summary>
    public static async Task<Callback> SignUpAsync(UserAgent browser, Uri authorize, Person person, Func<Task<string>> code)
    {
        var login = (await browser.GoAsync(authorize)).ExpectPage();
        var register = (await login.ClickAsync(".beside a")).ExpectPage();
        var asked = (await register.FormWith("#fullName")
            .Fill("#fullName", person.FullName).Fill("#phone", person.Phone).Fill("#email", person.Email).Fill("#password", person.Password)
            .SubmitAsync()).ExpectPage();
        var verified = (await asked.FormWith("#code").Fill("#code", await code()).SubmitAsync()).ExpectPage();
        Assert.Contains("Your phone number is verified.", verified.Text, StringComparison.Ordinal);
        var landing = await FillInAsync(verified, person.Phone, person.Password);
        return (landing is Landing.AtPage { Page: var consent } ? await consent.FormWith("form").SubmitAsync() : landing).ExpectCallback();
    }

    public static Task<Landing> SignInAsync(Page page) => SignInAsync(page, page.Browser.Person!.Phone, page.Browser.Person.Password);

    public static Task<Landing> SignInAsync(Page page, string identifier, string password)
    {
        Assert.Equal(LoginPath, page.Path);
        return FillInAsync(page, identifier, password);
    }

    /// <summary>Signs in wherever the form stands.</summary>
    public static Task<Landing> FillInAsync(Page page, string identifier, string password) =>
        page.FormWith(PasswordField).Fill(IdentifierField, identifier).Fill(PasswordField, password).SubmitAsync();

    public static Task<Landing> ConsentAsync(Page page)
    {
        Assert.Equal(ConsentPath, page.Path);
        return page.FormWith(ConsentForm).SubmitAsync();
    }

    public static Task<Landing> DenyAsync(Page page)
    {
        Assert.Equal(ConsentPath, page.Path);
        return page.FormWith(ConsentForm).SubmitAsync("button[formaction]");
    }

    public static Task<Landing> ContinueAsync(Page page)
    {
        Assert.Equal(SelectAccountPath, page.Path);
        return page.FormWith("form[action*='/account/select']").SubmitAsync();
    }

    /// <summary>Says that the password is forgotten.</summary>
    public static async Task<Landing> ForgetAsync(this UserAgent browser, string identifier) =>
        await (await browser.GoAsync("/account/forgot")).ExpectPage().FormWith("#identifier").Fill("#identifier", identifier).SubmitAsync();

    /// <summary>Says yes to being signed out.</summary>
    public static Task<Landing> ConfirmLogoutAsync(Page page)
    {
        Assert.Equal(LogoutPath, page.Path);
        return page.FormWith(LogoutForm).SubmitAsync();
    }
}
