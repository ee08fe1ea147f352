using AngleSharp.Dom;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages;

/// <summary>The fields of every form: what browsers fill in, and where it is said what is wrong.</summary>
public sealed class FieldTests(AllPages fixture) : IClassFixture<AllPages>
{
    /// <summary>Every text field there is: its page and name, and what it tells browsers and keyboards.</summary>
    private static readonly string[] Fields =
    [
        "/account/login identifier tel username tel",
        "/account/login identifier email username email",
        "/account/login identifier text username -",
        "/account/login password password current-password -",
        "/account/login/code phone tel tel tel",
        "/account/login/code code text one-time-code numeric",
        "/account/register fullName text name -",
        "/account/register phone tel tel tel",
        "/account/register email email email email",
        "/account/register password password new-password -",
        "/account/register dateOfBirth date bday -",
        "/account/register gender text sex -",
        "/account/register/code phone tel tel tel",
        "/account/register/code code text one-time-code numeric",
        // Not shown: it tells a password manager which name goes with the new password.
        "/account/register/code username text username -",
        "/account/register/code fullName text name -",
        "/account/register/code password password new-password -",
        "/account/verify-phone phone tel tel tel",
        "/account/verify-phone code text one-time-code numeric",
        // By what the policy resets a password by.
        "/account/forgot identifier tel username tel",
        "/account/forgot identifier email username email",
        "/account/forgot identifier text username -",
        "/account/forgot/code code text one-time-code numeric",
        "/account/reset newPassword password new-password -",
        "/account/profile fullName text name -",
        "/account/profile dateOfBirth date bday -",
        "/account/profile gender text sex -",
        "/account/profile address text address-line1 -",
        "/account/profile city text address-level2 -",
        // Not shown: it tells a password manager whose password is changed.
        "/account/password username text username -",
        "/account/password currentPassword password current-password -",
        "/account/password code text one-time-code numeric",
        "/account/password newPassword password new-password -",
        "/account/delete code text one-time-code numeric",
        "/account/delete username text username -",
        "/account/delete currentPassword password current-password -",
    ];

    /// <summary>The pages on which people speak of themselves.</summary>
    private IEnumerable<Page> Own => fixture.Pages.Where(page => !IsConsole(page));

    [Fact]
    public void At_the_console_no_browser_fills_in_what_its_owner_is_called() =>
        Assert.All(fixture.Pages.Where(IsConsole).SelectMany(TextFields), field =>
            Assert.Equal("off", field.GetAttribute("autocomplete") ?? field.Closest("form")?.GetAttribute("autocomplete")));

    [Fact]
    public void Browsers_know_what_belongs_into_each_field()
    {
        var found = from page in Own
                    from field in TextFields(page)
                    select $"{page.Path} {field.GetAttribute("name")} {field.GetAttribute("type")} {Or(field, "autocomplete")} {Or(field, "inputmode")}";
        Assert.Equal(Fields.Order(StringComparer.Ordinal), found.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_password_never_comes_back_and_everything_has_an_end()
    {
        var fields = Own.SelectMany(TextFields).Where(field => field.GetAttribute("name") != "username").ToList();
        Assert.All(fields, field => Assert.InRange(int.Parse(field.GetAttribute("maxlength")!), 8, 400));
        Assert.All(fields.Where(field => field.GetAttribute("type") == "password"), field => Assert.False(field.HasAttribute("value"), field.OuterHtml));
    }

    [Fact]
    public void What_is_wrong_stands_beside_the_field_and_is_read_with_it()
    {
        var pages = Own.Where(page => page.Has(".field-error")).ToList();
        Assert.Equal(
            [
                "/account/delete", "/account/forgot", "/account/forgot/code", "/account/login", "/account/login/code", "/account/password", "/account/profile", "/account/register",
                "/account/register/code", "/account/reset", "/account/verify-phone",
            ],
            pages.Select(page => page.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.All(pages, page => Assert.All(page.Document.QuerySelectorAll(".field"), field =>
        {
            var input = field.QuerySelector("input")!;
            var errors = field.QuerySelectorAll(".field-error").Select(error => error.Id!).ToList();
            var described = (input.GetAttribute("aria-describedby") ?? "").Split(' ');
            Assert.Equal(errors, described.Where(id => id.Contains("-error", StringComparison.Ordinal)));
            Assert.Equal(errors.Count > 0 ? "true" : null, input.GetAttribute("aria-invalid"));
            // Above the field, where the keyboard of a phone does not hide it.
            Assert.All(field.QuerySelectorAll(".field-error"), error => Assert.True(error.CompareDocumentPosition(input).HasFlag(DocumentPositions.Following)));
        }));
    }

    [Fact]
    public void The_summary_takes_the_focus_and_leads_to_each_field()
    {
        Assert.All(Own.Where(page => page.Has(".field-error")), page =>
        {
            var summary = Assert.Single(page.Document.QuerySelectorAll("[autofocus]"));
            Assert.Equal("alert", summary.GetAttribute("role"));
            var wrong = page.Document.QuerySelectorAll("[aria-invalid]").Select(field => "#" + field.Id);
            Assert.Equal(wrong, summary.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        });

        // Where nothing is wrong the first field has it; the pages of the account begin with what stands there already.
        var calm = Own.Where(page => page.Has("form .field") && !page.Has(".summary") && page.Path is not ("/account/profile" or "/account/password" or "/account/delete"));
        Assert.All(calm, page => Assert.Equal("INPUT", Assert.Single(page.Document.QuerySelectorAll("[autofocus]")).TagName));
    }

    [Fact]
    [Trait("Requirement", "PF-9")]
    public async Task Every_rule_that_a_password_breaks_is_named_beside_it()
    {
        var form = (await fixture.Provider.NewBrowser().GoAsync("/account/register")).ExpectPage().FormWith("#fullName");
        var page = (await form.Fill("#fullName", "Daw Hla").Fill("#phone", "12").Fill("#email", "nowhere").Fill("#password", "-").SubmitAsync()).ExpectPage();
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(4, page.Document.QuerySelectorAll(".field:has(#password) .field-error").Length);
        var kept = new[] { "#phone", "#email", "#fullName" }.Select(field => page.Document.QuerySelector(field)!.GetAttribute("value"));
        Assert.Equal(["12", "nowhere", "Daw Hla"], kept);
    }

    private static bool IsConsole(Page page) => page.Path.StartsWith("/admin", StringComparison.Ordinal);

    private static IEnumerable<IElement> TextFields(Page page) => page.Document.QuerySelectorAll("input:not([type=hidden]):not([type=checkbox])");

    private static string Or(IElement field, string attribute) => field.GetAttribute(attribute) ?? "-";
}
