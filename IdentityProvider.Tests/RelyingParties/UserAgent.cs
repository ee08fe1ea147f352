using System.Net;
using AngleSharp.Html.Parser;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>
/// A browser without scripts: it keeps cookies and follows redirects. It goes nowhere but to the provider: being sent
/// to another origin, by redirect or by a form that submits itself, is arriving at the client.
/// </summary>
public sealed class UserAgent : IDisposable
{
    private const int MostRedirects = 20;
    private readonly Uri _origin;
    private readonly HttpClient _http;

    public UserAgent(Provider provider) : this(provider.Origin, provider.NewHttpClient)
    {
    }

    /// <summary>A browser that knows the provider by another origin than the one it listens at, and reaches it over <paramref name="connect"/>.</summary>
    public UserAgent(Uri origin, Func<CookieContainer, HttpClient> connect)
    {
        _origin = origin;
        _http = connect(Cookies);
        _http.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Who sits in front of it.</summary>
    public Person? Person { get; private set; }

    /// <summary>The answers on the way to where it is now, redirects included.</summary>
    public IReadOnlyList<Hop> LastHops { get; private set; } = [];

    public UserAgent UsedBy(Person person)
    {
        Person = person;
        return this;
    }

    public Task<Landing> GoAsync(string pathAndQuery) => GoAsync(new Uri(_origin, pathAndQuery));

    public Task<Landing> GoAsync(Uri address) => FollowAsync(new HttpRequestMessage(HttpMethod.Get, address));

    public Task<Landing> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields) =>
        FollowAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(fields) });

    /// <summary>One request with the browser's cookies; a redirect is returned, not followed.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request);

    public void Dispose() => _http.Dispose();

    private async Task<Landing> FollowAsync(HttpRequestMessage request)
    {
        var hops = new List<Hop>();
        LastHops = hops;
        while (hops.Count < MostRedirects)
        {
            var address = request.RequestUri!;
            if (request.Method == HttpMethod.Post)
                request.Headers.Add("Origin", _origin.GetLeftPart(UriPartial.Authority));
            using var answer = await _http.SendAsync(request);
            request.Dispose();
            hops.Add(new Hop(address, answer.StatusCode, answer.Headers.CacheControl?.ToString()));
            if (answer.Headers.Location is not { } location)
                return await ArriveAsync(address, answer);
            var target = new Uri(address, location);
            if (!IsOfProvider(target))
                return new Landing.AtClient(Callback.FromRedirect(target));
            // A 307 or 308 would carry a posted password on: the tests of those statuses look at LastHops.
            request = new HttpRequestMessage(HttpMethod.Get, target);
        }
        throw new Xunit.Sdk.XunitException("Redirected in circles: " + string.Join(" -> ", hops.Select(hop => hop.Address)));
    }

    private async Task<Landing> ArriveAsync(Uri address, HttpResponseMessage answer)
    {
        var html = await answer.Content.ReadAsStringAsync();
        var document = await new HtmlParser().ParseDocumentAsync(html);
        var page = new Page(this, address, answer.StatusCode, answer.Headers, answer.Content.Headers.ContentType?.MediaType, html, document);
        foreach (var form in document.Forms)
        {
            var filled = new PageForm(page, form);
            if (!IsOfProvider(filled.Action))
                return new Landing.AtClient(Callback.FromFormPost(filled.Action, filled.Fields));
        }
        return new Landing.AtPage(page);
    }

    private bool IsOfProvider(Uri target) => target.GetLeftPart(UriPartial.Authority) == _origin.GetLeftPart(UriPartial.Authority);
}

/// <summary>One answer on the way of a browser.</summary>
public sealed record Hop(Uri Address, HttpStatusCode Status, string? CacheControl);
