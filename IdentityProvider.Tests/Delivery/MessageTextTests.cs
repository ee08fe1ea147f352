using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using AngleSharp;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Delivery.Sms;
using IdentityProvider.Delivery.Templates;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Delivery;

/// <summary>What messages say: in which language, in one SMS, in mails that read alike as text and as HTML.</summary>
public sealed class MessageTextTests(ProviderFixture fixture) : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider = fixture.Provider;

    [Theory]
    [InlineData("de-AT, en;q=0.8", "de")]
    [InlineData("fr, de;q=0.5", "de")]
    [InlineData("fr", "en")]
    [InlineData("de;q=x, ,;;", "en")]
    [InlineData(null, "en")]
    public async Task Messages_are_in_the_language_that_the_request_asks_for(string? acceptLanguage, string language)
    {
        var person = await RegisterAsync(_provider, acceptLanguage);
        var (sms, mail) = await MessagesOfAsync(person);
        Assert.Contains(language == "de" ? "ist Ihr Code, um Ihre Telefonnummer zu bestätigen." : "is your code to confirm your phone number.", sms, StringComparison.Ordinal);
        Assert.Contains(language == "de" ? "Der Link gilt einmal" : "The link works once", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_registered_in_a_language_keeps_it()
    {
        var person = await RegisterAsync(_provider, "de");
        using var again = new HttpRequestMessage(HttpMethod.Post, "/api/account/email/send") { Content = JsonContent.Create(new { email = person.Email }) };
        using var answer = await _provider.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.All(await _provider.Accounts.MailboxAsync(person.Email), mail => Assert.StartsWith("Guten Tag,", (string?)mail!["body"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_language_that_the_client_asks_for_comes_before_that_of_the_browser()
    {
        var person = Person.New();
        var browser = _provider.NewBrowser();
        var request = _provider.RelyingParty().Request().With("ui_locales", "my de-CH en");
        var login = (await browser.GoAsync($"/connect/authorize?{request.Query}")).ExpectPage();
        var register = (await login.ClickAsync(".beside a")).ExpectPage();
        await register.FormWith("#fullName")
            .Fill("#fullName", person.FullName).Fill("#phone", person.Phone).Fill("#email", person.Email).Fill("#password", person.Password)
            .SubmitAsync();
        Assert.Contains("ist Ihr Code", (await MessagesOfAsync(person)).Sms, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_language_has_every_text_with_the_same_places()
    {
        var english = Keys(CultureInfo.InvariantCulture);
        Assert.NotEmpty(english);
        foreach (var language in MessageTexts.Languages.Where(language => language.Name != "en"))
        {
            Assert.Equal(english, Keys(language));
            Assert.All(english, key => Assert.Equal(
                MessageTextValidator.Places(MessageTexts.Resources.GetString(key, CultureInfo.InvariantCulture)!),
                MessageTextValidator.Places(MessageTexts.Resources.GetString(key, language)!)));
        }

        static List<string> Keys(CultureInfo language) => [.. MessageTexts.Resources.GetResourceSet(language, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("A", "https://id.example")]
    [InlineData("IdentityProvider", "https://login.example")]
    [InlineData("The Golden Mandalay Hospital and Nursing College", "https://identity.golden-mandalay-hospital.example")]
    [InlineData("မန္တလေးဆေးရုံ", "https://id.example.mm")]
    public async Task A_code_goes_out_as_one_SMS_and_ends_with_the_line_that_binds_it_to_its_origin(string product, string issuer)
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Branding:Name", product).With("Issuer", issuer));
        foreach (var language in MessageTexts.Languages)
        {
            var person = await RegisterAsync(provider, language.Name);
            var message = (await provider.Accounts.MailboxAsync(person.Phone))[0]!;
            var (text, code) = ((string)message["body"]!, (string)message["code"]!);
            Assert.True(SmsSegment.Holds(text), text);
            Assert.StartsWith(product + ": " + code, text, StringComparison.Ordinal);
            Assert.EndsWith($"\n@{new Uri(issuer).Host} #{code}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_SMS_holds_160_of_its_own_alphabet_and_70_of_any_other()
    {
        Assert.True(SmsSegment.Holds(new string('ö', 160)));
        Assert.False(SmsSegment.Holds(new string('ö', 161)));
        Assert.True(SmsSegment.Holds(new string('€', 80)));
        Assert.False(SmsSegment.Holds(new string('€', 81)));
        Assert.True(SmsSegment.Holds(new string('ő', 70)));
        Assert.False(SmsSegment.Holds(new string('ő', 71)));
    }

    [Fact]
    public async Task A_mail_says_the_same_in_HTML_without_pictures_and_without_anything_from_elsewhere()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Branding:Name", "Mandalay <Clinic>").With("Branding:AccentColor", "#7A1FA2"));
        var person = await RegisterAsync(provider, "de");
        var inbox = (await provider.NewBrowser().GoAsync($"/dev/messages?to={Uri.EscapeDataString(person.Email)}")).ExpectPage();
        var address = inbox.Document.QuerySelectorAll("a").Single(link => link.TextContent == "See the mail").GetAttribute("href")!;
        using var answer = await provider.Http.GetAsync(address);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        var html = await answer.Content.ReadAsStringAsync();
        using var context = BrowsingContext.New();
        var document = await context.OpenAsync(response => response.Content(html));

        var (_, text) = await MessagesOfAsync(person, provider);
        var shown = string.Join(' ', document.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(line.Trim(), shown, StringComparison.Ordinal));
        Assert.Equal("de", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(document.Title, document.QuerySelector("h1")!.TextContent);
        Assert.Contains("Mandalay <Clinic>", shown, StringComparison.Ordinal);
        Assert.Empty(document.QuerySelectorAll("img, script, link, iframe, form, [background]"));
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        var links = document.QuerySelectorAll("a").Select(link => link.GetAttribute("href")).ToList();
        Assert.Equal(2, links.Count);
        Assert.Equal((string?)(await provider.Accounts.MailboxAsync(person.Email))[0]!["link"], Assert.Single(links.Distinct()));
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Contains("background: #7a1fa2", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_words_come_from_the_configuration()
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Delivery:DefaultLanguage", "de")
            .With("Delivery:Texts:de:Code.verify_phone", "{product} sagt: {code}, danke.")
            .With("Delivery:Texts:de:ConfirmEmail.subject", "Willkommen bei {product}"));
        var person = await RegisterAsync(provider, acceptLanguage: null);
        var sms = (await provider.Accounts.MailboxAsync(person.Phone))[0]!;
        Assert.StartsWith($"IdentityProvider sagt: {sms["code"]}, danke.", (string)sms["body"]!, StringComparison.Ordinal);
        Assert.Equal("Willkommen bei IdentityProvider", (string?)(await provider.Accounts.MailboxAsync(person.Email))[0]!["subject"]);
    }

    [Theory]
    [InlineData("Delivery:DefaultLanguage", "tlh", "one of: en, de")]
    [InlineData("Delivery:Texts:xx:Code.short", "{product} {code}", "one of: en, de")]
    [InlineData("Delivery:Texts:en:Code.shrt", "{product} {code}", "MessageTexts.resx")]
    [InlineData("Delivery:Texts:en:Code.short", "Your code!", "{product} {code}")]
    [InlineData("Delivery:Texts:en:Code.short", "{product} {code} {link}", "{product} {code}")]
    public async Task Words_that_could_not_be_used_stop_the_start(string setting, string value, string says)
    {
        var refusal = await ProviderProcess.RefusedAsync(setting, value);
        Assert.Contains(setting, refusal, StringComparison.Ordinal);
        Assert.Contains(says, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CodePurposes.Register)]
    [InlineData(CodePurposes.VerifyPhone)]
    [InlineData(CodePurposes.SignIn)]
    [InlineData(CodePurposes.ResetPassword)]
    [InlineData(CodePurposes.ChangePassword)]
    [InlineData(CodePurposes.DeleteAccount)]
    public void There_are_words_for_every_purpose(string purpose) =>
        Assert.NotNull(MessageTexts.Resources.GetString("Code." + purpose, CultureInfo.InvariantCulture));

    private static async Task<Person> RegisterAsync(Provider provider, string? acceptLanguage)
    {
        var person = Person.New();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/account/register") { Content = JsonContent.Create(AccountsClient.RegistrationOf(person)) };
        if (acceptLanguage is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", acceptLanguage);
        using var answer = await provider.Http.SendAsync(request);
        await answer.ExpectJsonAsync(HttpStatusCode.Created);
        return person;
    }

    private Task<(string Sms, string Mail)> MessagesOfAsync(Person person) => MessagesOfAsync(person, _provider);

    private static async Task<(string Sms, string Mail)> MessagesOfAsync(Person person, Provider provider) => (
        (string)(await provider.Accounts.MailboxAsync(person.Phone))[0]!["body"]!,
        (string)(await provider.Accounts.MailboxAsync(person.Email))[0]!["body"]!);
}
