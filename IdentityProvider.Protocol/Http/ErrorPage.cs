using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>Answers with the host's error page, where there is no trusted address to send an error to (RFC 6749 4.1.2.1).</summary>
internal static class ErrorPage
{
    private const int ReferenceLength = 10;

    /// <summary>
    /// Sets the status and the <see cref="ProtocolErrorFeature"/> and writes no body: the host's status code pages
    /// re-execute the request at their error page, which keeps the status.
    /// </summary>
    public static string Show(HttpContext http, ProtocolError error)
    {
        var reference = RandomHandle.Create()[..ReferenceLength];
        ProtocolResponse.ForbidStoring(http);
        http.Response.StatusCode = error.Status;
        http.Features.Set(new ProtocolErrorFeature(error, reference));
        return reference;
    }
}
