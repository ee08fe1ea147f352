using System.Security.Cryptography;
using System.Text.Json;
using IdentityProvider.Security;
using Microsoft.AspNetCore.DataProtection;

namespace IdentityProvider.Pages.Codes;

/// <summary>
/// Keeps a <see cref="CodeInProgress"/> between the pages, in an encrypted cookie: so no phone number stands in an
/// address, and any node can serve the next page.
/// </summary>
public sealed class CodeMemory(IDataProtectionProvider protection, IHttpContextAccessor accessor, IHostEnvironment environment)
{
    /// <summary>Longer than any code and proof lives; those end by themselves.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = protection.CreateProtector("IdentityProvider.Pages.Codes");

    private HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("There is no request.");

    public void Keep(CodeInProgress code) =>
        Http.Response.Cookies.Append(NameOf(code.Purpose), _protector.Protect(JsonSerializer.Serialize(code)), Options(Kept));

    public void Forget(string purpose) => Http.Response.Cookies.Delete(NameOf(purpose), Options(null));

    public CodeInProgress? Find(string purpose)
    {
        if (!Http.Request.Cookies.TryGetValue(NameOf(purpose), out var cookie))
            return null;
        try
        {
            return JsonSerializer.Deserialize<CodeInProgress>(_protector.Unprotect(cookie));
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            // Made with a key that is gone, or by somebody else: as if there were none.
            return null;
        }
    }

    private string NameOf(string purpose) => BrowserSession.CookieName($"idp.{purpose}", environment);

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
