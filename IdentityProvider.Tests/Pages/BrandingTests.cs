using System.Globalization;
using IdentityProvider.Pages.Theme;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Tests.Pages;

/// <summary>The section <c>Branding</c>: name, logo and colour of the house, which can be read whatever the colour is.</summary>
public sealed class BrandingTests
{
    // WCAG 2.2: 1.4.3 for text, 1.4.11 for what a control is recognised by.
    private const double Text = 4.5;
    private const double Control = 3;

    private static readonly string[] Grounds = ["ground", "surface", "sunken", "note-ground"];
    private static readonly string SiteStyles = SourceTree.Read("IdentityProvider/wwwroot/css/site.css");

    [Fact]
    public async Task Name_logo_and_colour_are_on_the_pages_and_in_the_messages()
    {
        await using var provider = await Provider.StartAsync(settings => settings
            .With("Branding:Name", "Mandalay <Clinic>").With("Branding:Logo", "https://cdn.example/logo.svg").With("Branding:AccentColor", "#7A1FA2"));
        var page = (await provider.NewBrowser().GoAsync("/account/login")).ExpectPage();
        Assert.Equal("Mandalay <Clinic>", page.Document.QuerySelector(".brand span")!.TextContent);
        Assert.EndsWith(" · Mandalay <Clinic>", page.Document.Title, StringComparison.Ordinal);
        Assert.Equal("https://cdn.example/logo.svg", page.Document.QuerySelector("img.brand-logo")!.GetAttribute("src"));
        Assert.False(page.Has("svg.brand-mark"));
        Assert.Equal(["'self'", "data:", "https://cdn.example"], ContentPolicy.Parse(page.Header("Content-Security-Policy")!)["img-src"]);

        var theme = await provider.Http.GetStringAsync(page.Document.QuerySelector("link[href^='/theme.css']")!.GetAttribute("href"));
        Assert.Equal("#7a1fa2", Colors.Read(theme).Light["accent"]);

        var (person, _) = await provider.Accounts.RegisterAsync(Person.New());
        Assert.StartsWith("Mandalay <Clinic>: ", (string?)(await provider.Accounts.MailboxAsync(person.Phone))[0]["body"], StringComparison.Ordinal);
        Assert.EndsWith("Mandalay <Clinic>", (string?)(await provider.Accounts.MailboxAsync(person.Email))[0]["subject"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_settings_it_has_a_name_and_a_mark_of_its_own_and_another_colour_another_address()
    {
        await using var plain = await Provider.StartAsync();
        await using var green = await Provider.StartAsync(settings => settings.With("Branding:AccentColor", "#0b6e4f").With("Branding:Logo", "/favicon.svg"));
        var (first, second) = ((await plain.NewBrowser().GoAsync("/")).ExpectPage(), (await green.NewBrowser().GoAsync("/")).ExpectPage());
        Assert.True(first.Has("svg.brand-mark"));
        Assert.Equal("/favicon.svg", second.Document.QuerySelector("img.brand-logo")!.GetAttribute("src"));
        Assert.NotEqual(ThemeOf(first), ThemeOf(second));
    }

    [Theory]
    [InlineData("Branding:AccentColor", "blue")]
    [InlineData("Branding:AccentColor", "#12345g")]
    [InlineData("Branding:AccentColor", "#1234567")]
    [InlineData("Branding:AccentColor", "2f55d4")]
    [InlineData("Branding:AccentColor", "#2f55d4; } body { display: none")]
    [InlineData("Branding:Logo", "http://cdn.example/logo.png")]
    [InlineData("Branding:Logo", "//cdn.example/logo.png")]
    [InlineData("Branding:Logo", "/\\cdn.example/logo.png")]
    [InlineData("Branding:Logo", "javascript:alert(1)")]
    [InlineData("Branding:Logo", "logo.png")]
    [InlineData("Branding:Name", " ")]
    [InlineData("Branding:Name", "A name that goes on and on and on, until there is no room left for it in any header")]
    public async Task What_could_not_be_shown_is_refused_at_the_start(string key, string value)
    {
        var says = await ProviderProcess.RefusedAsync(key, value);
        Assert.StartsWith(key, Assert.Single(says.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_colour_is_it_can_be_read_in_the_light_and_in_the_dark()
    {
        // 343 colours over the whole cube, among them black, white, pure yellow and every grey step.
        int[] steps = [0x00, 0x2b, 0x55, 0x80, 0xaa, 0xd5, 0xff];
        foreach (var (red, green, blue) in from red in steps from green in steps from blue in steps select (red, green, blue))
        {
            var accent = string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
            var (light, dark) = Colors.Read(SiteStyles, await ThemeAsync(accent));
            foreach (var (theme, colors) in new[] { ("light", light), ("dark", dark) })
            {
                foreach (var ground in Grounds)
                {
                    AtLeast(Text, colors.Contrast("accent-text", ground), $"{accent}: links on {ground}, {theme}");
                    AtLeast(Control, colors.Contrast("accent", ground), $"{accent}: buttons on {ground}, {theme}");
                }

                AtLeast(Text, colors.Contrast("on-accent", "accent"), $"{accent}: the words of a button, {theme}");
                AtLeast(Text, colors.Contrast("on-accent", "accent-hover"), $"{accent}: the words of a button under the pointer, {theme}");
            }
        }
    }

    [Fact]
    public void The_other_words_of_the_pages_can_be_read_too()
    {
        var (light, dark) = Colors.Read(SiteStyles);
        foreach (var (theme, colors) in new[] { ("light", light), ("dark", dark) })
        {
            foreach (var (ink, ground) in from ink in new[] { "ink", "muted" } from ground in Grounds select (ink, ground))
                AtLeast(Text, colors.Contrast(ink, ground), $"{ink} on {ground}, {theme}");
            AtLeast(Text, colors.Contrast("danger", "surface"), $"errors, {theme}");
            AtLeast(Text, colors.Contrast("danger", "danger-ground"), $"errors in the summary, {theme}");
            AtLeast(Text, colors.Contrast("good", "good-ground"), $"good news, {theme}");
            AtLeast(Control, colors.Contrast("control-line", "surface"), $"the edge of a field, {theme}");
        }
    }

    [Fact]
    public async Task A_colour_that_can_be_read_is_taken_as_it_is()
    {
        var (light, _) = Colors.Read(await ThemeAsync("#2f55d4"));
        Assert.Equal("#2f55d4", light["accent"]);
        Assert.Equal("#2f55d4", light["accent-text"]);
        Assert.Equal("#ffffff", light["on-accent"]);
    }

    /// <summary>The stylesheet as it is served; a server for each of hundreds of colours would take minutes.</summary>
    private static async Task<string> ThemeAsync(string accent)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        using var body = new MemoryStream();
        http.Response.Body = body;
        await new AccentStylesheet(Options.Create(new Branding { AccentColor = accent })).Serve(http).ExecuteAsync(http);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }

    private static string ThemeOf(Page page) => page.Document.QuerySelector("link[href^='/theme.css']")!.GetAttribute("href")!;

    private static void AtLeast(double least, double contrast, string what) => Assert.True(contrast >= least, $"{what}: {contrast:F2}, less than {least}");
}
