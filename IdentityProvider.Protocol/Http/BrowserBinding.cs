using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Http;

/// <summary>
/// Ties a waiting request to the browser that began it, by a random cookie: the address of a page that asks for consent
/// or for a logout is worth nothing in another browser.
/// </summary>
internal sealed class BrowserBinding(IHttpContextAccessor accessor, IOptions<ProtocolOptions> options)
{
    // The __Host- prefix wants Secure, which plain http in development can't have.
    private string CookieName => options.Value.AllowInsecureIssuer ? "idp.browser" : "__Host-idp.browser";

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    /// <summary>The hash of this browser's cookie; null where it has none.</summary>
    public string? Find() =>
        Http.Request.Cookies.TryGetValue(CookieName, out var value) && !string.IsNullOrEmpty(value) ? RandomHandle.Hash(value) : null;

    /// <summary>The hash of this browser's cookie, which it gets now if it has none.</summary>
    public string FindOrCreate()
    {
        if (Find() is { } hash)
            return hash;
        var value = RandomHandle.Create();
        Http.Response.Cookies.Append(CookieName, value, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = Http.Request.IsHttps,
            Path = "/",
        });
        return RandomHandle.Hash(value);
    }

    /// <summary>Whether it was this browser.</summary>
    public bool Matches(string hash) => Find() is { } own && RandomHandle.FixedTimeEquals(own, hash);
}
