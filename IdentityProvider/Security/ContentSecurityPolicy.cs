using System.Security.Cryptography;
using IdentityProvider.Data.Clients;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Security;

/// <summary>
/// The Content-Security-Policy of the page that this request shows: nothing but our own stylesheet, pictures and the
/// scripts that carry the nonce. Pages open it a little where they must.
/// </summary>
public sealed class ContentSecurityPolicy
{
    private readonly SortedSet<string> _formTargets = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _imageSources = new(StringComparer.Ordinal);

    public ContentSecurityPolicy(IOptions<Branding> branding)
    {
        if (branding.Value.Logo is { } logo)
            AllowImage(logo);
    }

    /// <summary>What a script element of this page must carry.</summary>
    public string Nonce { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Permits the picture at that address.</summary>
    public void AllowImage(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && Origins.InAscii(uri) is { } source)
            _imageSources.Add(source);
    }

    /// <summary>
    /// Permits that a form of this page ends at a client. Chrome applies <c>form-action</c> to every redirect that
    /// follows a form post, so a sign-in whose last redirect goes to the client's redirect URI would be stopped by
    /// 'self' alone, without a word to the user. The client may redirect on to places of its own, hence all of https.
    /// </summary>
    public void AllowFormToEndAt(string redirectUri)
    {
        _formTargets.Add("https:");
        if (!Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) || uri.Scheme == Uri.UriSchemeHttps)
            return;
        // An app's own scheme has no origin, and an IPv6 address can't be written as a source: the scheme stands for them.
        _formTargets.Add((uri.Scheme == Uri.UriSchemeHttp ? Origins.InAscii(uri) : null) ?? uri.Scheme + ":");
    }

    public override string ToString() =>
        "default-src 'none'; style-src 'self'; "
        + $"img-src {string.Join(' ', ["'self'", "data:", .. _imageSources])}; "
        + $"script-src 'nonce-{Nonce}'; "
        + $"form-action {string.Join(' ', ["'self'", .. _formTargets])}; "
        + "frame-ancestors 'none'; base-uri 'none'";
}
