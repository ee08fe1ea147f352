using System.Security.Cryptography;
using System.Text.Json;
using IdentityProvider.Security;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityProvider.Pages;

/// <summary>
/// Keeps what one page tells the next in an encrypted cookie: so no phone number or e-mail address stands in an address of
/// a page, and any node can serve the next one.
/// </summary>
public sealed class PageMemory(IDataProtectionProvider protection, IHttpContextAccessor accessor, IHostEnvironment environment)
{
    /// <summary>Longer than any code and proof lives; those end by themselves.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    public void Keep<T>(string name, T value) where T : class =>
        Http.Response.Cookies.Append(CookieOf(name), ProtectorOf(name).Protect(JsonSerializer.Serialize(value)), Options(Kept));

    public void Forget(string name) => Http.Response.Cookies.Delete(CookieOf(name), Options(null));

    /// <summary>What was kept under the name in this browser; null: nothing.</summary>
    public T? Find<T>(string name) where T : class
    {
        if (!Http.Request.Cookies.TryGetValue(CookieOf(name), out var cookie))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(ProtectorOf(name).Unprotect(cookie));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // Made with a key that is gone, or by somebody else: as if there were none.
            return null;
        }
    }

    // Each name has its own keys: what was kept under one can't be passed off under another.
    private IDataProtector ProtectorOf(string name) => protection.CreateProtector("IdentityProvider.Pages", name);

    private string CookieOf(string name) => BrowserSession.CookieName($"idp.{name}", environment);

    private CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = maxAge,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = !environment.IsDevelopment(),
    };
}
