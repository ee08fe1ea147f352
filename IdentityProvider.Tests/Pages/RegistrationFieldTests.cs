using System.Net;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages;

/// <summary>What the registration page and the sign-in page ask for is what the policy says.</summary>
public sealed class RegistrationFieldTests
{
    [Theory]
    [Trait("Requirement", "PF-1")]
    [Trait("Requirement", "EF-1")]
    [Trait("Requirement", "CL-1")]
    [InlineData("PhoneFirst", "fullName! phone! email! password!")]
    [InlineData("EmailFirst", "fullName! email! password! dateOfBirth gender")]
    [InlineData("Clinic", "fullName phone! email password!")]
    [InlineData("EmailFirst Required=Email,FullName,Gender", "fullName! email! password! dateOfBirth gender!")]
    [InlineData("Clinic Optional=None", "phone! password!")]
    public async Task Exactly_what_is_required_is_required(string settings, string fields)
    {
        await using var provider = await StartAsync(settings);
        var register = (await provider.NewBrowser().GoAsync("/account/register")).ExpectPage();
        var shown = register.Document.QuerySelectorAll(".field input").Select(input => input.Id + (input.HasAttribute("required") ? "!" : ""));
        Assert.Equal(fields, string.Join(' ', shown));
        Assert.Equal(fields.Split('!', ' ')[0], register.Document.QuerySelector("[autofocus]")!.Id);

        // The page and the rules agree: sent empty, it names those and no other.
        var refused = (await register.FormWith("#password").SubmitAsync()).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var wrong = refused.Document.QuerySelectorAll("[aria-invalid]").Select(input => input.Id + "!");
        Assert.Equal(fields.Split(' ').Where(field => field.EndsWith('!')), wrong);
    }

    [Theory]
    [Trait("Requirement", "PF-4")]
    [Trait("Requirement", "EF-3")]
    [Trait("Requirement", "CL-12")]
    [InlineData("PhoneFirst", "Phone number", "tel", "phone number")]
    [InlineData("OtpFirst", "Phone number", "tel", "phone number")]
    [InlineData("EmailFirst", "E-mail", "email", "e-mail address")]
    [InlineData("Clinic", "Phone number or e-mail", "text", "phone number or e-mail address")]
    [InlineData("EmailFirst SignInWithPhone=true", "Phone number or e-mail", "text", "phone number or e-mail address")]
    [InlineData("Clinic SignInWithEmail=false", "Phone number", "tel", "phone number")]
    public async Task Sign_in_asks_for_what_it_takes(string settings, string label, string type, string noun)
    {
        await using var provider = await StartAsync(settings);
        var browser = provider.NewBrowser();
        var login = (await browser.GoAsync("/account/login")).ExpectPage();
        Assert.Equal(label, login.Document.QuerySelector("label[for=identifier]")!.TextContent);
        Assert.Equal(type, login.Document.QuerySelector(HostedPages.IdentifierField)!.GetAttribute("type"));
        var empty = (await login.FormWith(HostedPages.PasswordField).SubmitAsync()).ExpectPage();
        Assert.Equal($"Enter your {noun}.", empty.Document.QuerySelector("#identifier-error")!.TextContent);
        Assert.Equal("Enter your password.", empty.Document.QuerySelector("#password-error")!.TextContent);

        var unknown = (await HostedPages.SignInAsync(login, "nobody", "Wrong-horse-7-battery")).ExpectPage();
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("or the password is not right.", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(type != "tel", unknown.Text.Contains("e-mail address", StringComparison.Ordinal));
        Assert.Equal(type != "email", unknown.Text.Contains("phone number", StringComparison.Ordinal));
        Assert.Equal("nobody", unknown.Document.QuerySelector("#identifier")!.GetAttribute("value"));
        Assert.Contains($"with your {noun}.", (await browser.GoAsync("/")).ExpectPage().Text, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Requirement", "PF-2")]
    [Trait("Requirement", "CL-1")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task What_is_taken_is_said_at_its_field_with_a_way_to_sign_in(bool phone, bool email)
    {
        await using var provider = await StartAsync("Clinic");
        var (first, second) = (Person.New(), Person.New());
        await RegisterAsync(provider, first);
        var page = await RegisterAsync(provider, second with { Phone = phone ? first.Phone : second.Phone, Email = email ? first.Email : second.Email });
        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        var wrong = page.Document.QuerySelectorAll(".field-error").Select(error => error.Id);
        Assert.Equal(new[] { phone ? "phone-error" : null, email ? "email-error" : null }.OfType<string>(), wrong);
        Assert.Equal(HostedPages.LoginPath, (await page.ClickAsync(".notice a")).ExpectPage().Path);
    }

    private static async Task<Page> RegisterAsync(Provider provider, Person person)
    {
        var form = (await provider.NewBrowser().GoAsync("/account/register")).ExpectPage().FormWith("#phone");
        return (await form.Fill("#phone", person.Phone).Fill("#email", person.Email).Fill("#password", person.Password).SubmitAsync()).ExpectPage();
    }

    /// <summary>A preset, and after it settings that override it.</summary>
    private static Task<Provider> StartAsync(string settings) => Provider.StartAsync(provider =>
    {
        var words = settings.Split(' ');
        provider.With("Accounts:Preset", words[0]);
        foreach (var setting in words.Skip(1).Select(word => word.Split('=')))
            provider.With("Accounts:" + setting[0], setting[1]);
    });
}
