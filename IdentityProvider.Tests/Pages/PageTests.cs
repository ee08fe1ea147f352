using System.Text.RegularExpressions;
using AngleSharp.Dom;
using IdentityProvider.Tests.RelyingParties;
using IdentityProvider.Tests.Security;

namespace IdentityProvider.Tests.Pages;

/// <summary>What holds on every hosted page: the policy that its browser enforces, and markup that lives with it.</summary>
public sealed class PageTests(AllPages fixture) : IClassFixture<AllPages>
{
    private static readonly string[] UrlAttributes = ["href", "src", "action", "formaction"];

    [Fact]
    public void Every_page_that_can_be_shown_was_looked_at()
    {
        // Every @page of the project, so that a new page can't stay out of these tests.
        var declared = from file in Hosting.SourceTree.Files("*.cshtml")
                       from line in Hosting.SourceTree.Read(file).Split('\n')
                       where line.StartsWith("@page \"", StringComparison.Ordinal)
                       select line.Split('"')[1];
        // What stands in braces is whatever a page is about.
        var unseen = declared.Where(address => !fixture.Pages.Any(page =>
            Regex.IsMatch(page.Path, $"^{Regex.Replace(address, @"\{[^}]+\}", "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.Empty(unseen);
    }

    [Fact]
    [Trait("Conformance", "BCP-14")]
    [Trait("Conformance", "BCP-15")]
    public void It_can_t_be_framed_kept_or_told_on() => OnEveryPage(page =>
    {
        Assert.Equal("DENY", page.Header("X-Frame-Options"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        var policy = Policy(page);
        Assert.Equal(["'none'"], policy["frame-ancestors"]);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'none'"], policy["base-uri"]);
        Assert.Equal(["'self'"], policy["style-src"]);
        Assert.Equal(["'self'", "data:"], policy["img-src"]);
    });

    [Fact]
    [Trait("Conformance", "J-72")]
    public void Scripts_run_by_the_nonce_of_their_answer_alone()
    {
        OnEveryPage(page =>
        {
            Assert.Equal([$"'nonce-{Policy(page).Nonce}'"], Policy(page)["script-src"]);
            Assert.Equal(16, Convert.FromBase64String(Policy(page).Nonce!).Length);
            Assert.NotEmpty(page.Document.Scripts);
            Assert.All(page.Document.Scripts, script =>
            {
                Assert.Equal(Policy(page).Nonce, script.GetAttribute("nonce"));
                Assert.NotNull(script.GetAttribute("src"));
                Assert.Empty(script.TextContent);
            });
        });
        Assert.Equal(fixture.Pages.Count, fixture.Pages.Select(page => Policy(page).Nonce).Distinct().Count());
    }

    [Fact]
    [Trait("Conformance", "J-72")]
    public void Nothing_is_inline_that_the_policy_would_stop() => OnEveryPage(page =>
    {
        Assert.Empty(page.Document.QuerySelectorAll("style, [style], base, object, embed, iframe, frame, meta[http-equiv]"));
        var attributes = page.Document.All.SelectMany(element => element.Attributes).ToList();
        Assert.DoesNotContain(attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(attributes, attribute => UrlAttributes.Contains(attribute.Name)
            && attribute.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
    });

    [Fact]
    [Trait("Conformance", "BCP-15")]
    public void Nothing_comes_from_elsewhere() => OnEveryPage(page =>
    {
        var loaded = page.Document.QuerySelectorAll("[src], link[href]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!);
        Assert.All(loaded, address => Assert.Matches("^/[^/\\\\]", address));
    });

    [Fact]
    [Trait("Conformance", "BCP-41")]
    public void Every_form_that_changes_something_carries_an_antiforgery_token() => OnEveryPage(page =>
        Assert.All(page.Document.Forms, form =>
        {
            Assert.Matches("^/(account|admin)", form.GetAttribute("action"));
            // A search changes nothing.
            if (form.GetAttribute("role") == "search")
            {
                Assert.Equal("get", form.GetAttribute("method"));
                return;
            }

            Assert.Equal("post", form.GetAttribute("method"));
            Assert.NotEmpty(Assert.Single(form.QuerySelectorAll("input[type=hidden][name=__RequestVerificationToken]")).GetAttribute("value")!);
        }));

    [Fact]
    public void Every_field_has_a_label_and_what_describes_it_is_there() => OnEveryPage(page =>
    {
        var ids = page.Document.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Fields(page), field => Assert.True(
            page.Document.QuerySelector($"label[for='{field.Id}']") is not null || field.Closest("label") is not null, $"{field.OuterHtml} has no label"));
        foreach (var name in new[] { "aria-describedby", "aria-labelledby" })
            Assert.Empty(page.Document.QuerySelectorAll($"[{name}]").SelectMany(element => element.GetAttribute(name)!.Split(' ')).Except(ids));
        Assert.All(page.Document.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], ids));
    });

    [Fact]
    public void Every_page_says_in_its_title_what_it_is_and_where()
    {
        OnEveryPage(page =>
        {
            Assert.EndsWith(" · IdentityProvider", page.Document.Title, StringComparison.Ordinal);
            Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
            Assert.Single(page.Document.QuerySelectorAll("h1"));
            Assert.Single(page.Document.QuerySelectorAll("main"));
            // WCAG 2.2, GOV.UK: who reads by ear hears of an error first.
            Assert.Equal(page.Has(".summary"), page.Document.Title!.StartsWith("Error: ", StringComparison.Ordinal));
        });
    }

    private static ContentPolicy Policy(Page page) => ContentPolicy.Parse(page.Header("Content-Security-Policy")!);

    private static IEnumerable<IElement> Fields(Page page) => page.Document.QuerySelectorAll("input:not([type=hidden]):not(.unseen), select, textarea");

    /// <summary>Says at which page it does not hold.</summary>
    private void OnEveryPage(Action<Page> holds) => Assert.All(fixture.Pages, holds);
}
