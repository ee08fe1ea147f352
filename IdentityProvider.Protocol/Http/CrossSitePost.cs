using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace IdentityProvider.Protocol.Http;

/// <summary>
/// A form that another site has posted here. The browser sends no SameSite=Lax cookie with it, so whoever is signed in
/// looks as if they were not; with the GET that a redirect makes of it, it does.
/// </summary>
internal static class CrossSitePost
{
    // What browsers, proxies and this server take for an address.
    private const int LongestAddress = 7000;

    /// <summary>Sends the browser here again with the same parameters by GET. False: it is no such post, or too long for an address.</summary>
    public static bool TryRepeatAsGet(HttpContext http, ProtocolParameters parameters)
    {
        var request = http.Request;
        // Every browser names the origin of a form that comes from elsewhere; programs that are no browsers have no cookies to miss.
        if (!HttpMethods.IsPost(request.Method) || parameters.Repeated.Count > 0 || request.Headers.Origin is not [{ Length: > 0 } origin]
            || origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return false;

        var address = request.PathBase + request.Path + new QueryBuilder(parameters.Values).ToQueryString();
        if (address.Length > LongestAddress)
            return false;
        AuthorizationResponse.Redirect(http, address);
        return true;
    }
}
