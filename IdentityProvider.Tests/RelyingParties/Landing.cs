using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>Where a browser ended up.</summary>
public abstract record Landing
{
    private Landing() { }

    /// <summary>At a page of the provider.</summary>
    public sealed record AtPage(Page Page) : Landing
    {
        public override string ToString() => Page.ToString();
    }

    /// <summary>Back at the client.</summary>
    public sealed record AtClient(Callback Callback) : Landing
    {
        public override string ToString() => Callback.ToString();
    }

    public Page ExpectPage() => this is AtPage { Page: var page } ? page : throw new Xunit.Sdk.XunitException($"Expected a page, but: {this}");

    public Callback ExpectCallback() =>
        this is AtClient { Callback: var callback } ? callback : throw new Xunit.Sdk.XunitException($"Expected a callback, but: {this}");
}

/// <summary>A page of the provider, in a browser.</summary>
public sealed record Page(UserAgent Browser, Uri Address, HttpStatusCode Status, HttpHeaders Headers, string? MediaType, string Html, IHtmlDocument Document)
{
    public string Path => Address.AbsolutePath;

    /// <summary>What the person reads.</summary>
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>The form that holds the element.</summary>
    public PageForm FormWith(string selector) =>
        Document.QuerySelector(selector) switch
        {
            IHtmlFormElement form => new PageForm(this, form),
            { } element when element.Closest("form") is IHtmlFormElement form => new PageForm(this, form),
            _ => throw new Xunit.Sdk.XunitException($"No form with {selector} on {this}"),
        };

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    /// <summary>Follows the link.</summary>
    public Task<Landing> ClickAsync(string selector) =>
        Document.QuerySelector(selector)?.GetAttribute("href") is { } target
            ? Browser.GoAsync(new Uri(Address, target))
            : throw new Xunit.Sdk.XunitException($"No link {selector} on {this}");

    public override string ToString() => $"page {(int)Status} {Address}: {Text}";
}
