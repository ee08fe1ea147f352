using System.Collections.Concurrent;
using System.Net;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Tests.Hosting;

/// <summary>
/// A browser's way to a provider under a public address: TLS ends here, and the request goes on over plain http with the headers
/// that tell of it. Cookies are kept by the rules of a browser, which CookieContainer does not know.
/// </summary>
/// <param name="listening">Where the provider really listens.</param>
/// <param name="cookies">The browser's; null: it keeps none.</param>
/// <param name="forwardedFor">What <c>X-Forwarded-For</c> says when it arrives at the provider.</param>
public sealed class ReverseProxy(Uri listening, CookieContainer? cookies = null, string forwardedFor = ReverseProxy.Client)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
{
    /// <summary>The address of the browser, as long as a test says nothing else.</summary>
    public const string Client = "203.0.113.7";

    private readonly ConcurrentQueue<SetCookieHeaderValue> _cookiesSet = new();

    /// <summary>Every cookie that the provider has set or removed over this way.</summary>
    public IReadOnlyCollection<SetCookieHeaderValue> CookiesSet => _cookiesSet;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        request.Headers.Host ??= asked.Authority;
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", asked.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwardedFor);
        if (cookies?.GetCookieHeader(asked) is { Length: > 0 } header)
            request.Headers.TryAddWithoutValidation("Cookie", header);
        request.RequestUri = new Uri(listening, asked.PathAndQuery);
        var answer = await base.SendAsync(request, cancellationToken);
        request.RequestUri = asked;
        if (answer.Headers.TryGetValues("Set-Cookie", out var texts))
            foreach (var text in texts)
                Keep(asked, SetCookieHeaderValue.Parse(text), text);
        return answer;
    }

    private void Keep(Uri asked, SetCookieHeaderValue cookie, string text)
    {
        _cookiesSet.Enqueue(cookie);
        // RFC 6265bis 5.7: a browser drops a cookie that does not keep what its prefix promises.
        var promised = cookie.Name.StartsWith("__Host-", StringComparison.Ordinal);
        var kept = cookie is { Secure: true, Domain.HasValue: false } && cookie.Path == "/";
        if (!promised || kept)
            cookies?.SetCookies(asked, text);
    }
}
