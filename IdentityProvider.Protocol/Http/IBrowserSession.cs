using IdentityProvider.Protocol.Sessions;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>The browser's session with the provider. The host supplies it, most often over its authentication cookie.</summary>
public interface IBrowserSession
{
    /// <summary>The session of the browser that makes this request; null where nobody is signed in or the session is no longer live.</summary>
    ValueTask<UserSession?> FindAsync(HttpContext http);

    /// <summary>Signs the browser out and ends its session: everything that was issued in it stops working.</summary>
    Task EndAsync(HttpContext http);
}
