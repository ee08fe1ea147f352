using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Protocol.Http;

/// <summary>Sends parameters to a client through the browser, in one of the response modes.</summary>
internal static class AuthorizationResponse
{
    private const string SubmitScript = "document.forms[0].submit()";

    // The hash of the script above; the page runs nothing else.
    private static readonly string SubmitScriptHash =
        Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(SubmitScript)));

    public static Task SendAsync(HttpContext http, string responseMode, string redirectUri, IReadOnlyList<KeyValuePair<string, string?>> parameters)
    {
        ProtocolResponse.ForbidStoring(http);
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        switch (responseMode)
        {
            case ResponseModes.FormPost:
                return WriteFormAsync(http, redirectUri, parameters);
            case ResponseModes.Fragment:
                Redirect(http, redirectUri + "#" + QueryHelpers.AddQueryString("", parameters).TrimStart('?'));
                return Task.CompletedTask;
            default:
                Redirect(http, QueryHelpers.AddQueryString(redirectUri, parameters));
                return Task.CompletedTask;
        }
    }

    /// <summary>303, so that a POST with credentials is never repeated to the client (RFC 9700 4.12).</summary>
    public static void Redirect(HttpContext http, string location)
    {
        ProtocolResponse.ForbidStoring(http);
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
    }

    /// <summary>OAuth 2.0 Form Post Response Mode 2. Without JavaScript the user presses the button.</summary>
    private static Task WriteFormAsync(HttpContext http, string redirectUri, IReadOnlyList<KeyValuePair<string, string?>> parameters)
    {
        var fields = new StringBuilder();
        foreach (var (name, value) in parameters)
            fields.Append("<input type=\"hidden\" name=\"").Append(Encode(name)).Append("\" value=\"").Append(Encode(value ?? "")).Append("\">");

        // No form-action: Chromium would apply it to wherever the client redirects to afterwards.
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'sha256-{SubmitScriptHash}'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>One moment</title></head>
            <body>
            <form method="post" action="{Encode(redirectUri)}">{fields}<noscript><p>You are signed in.</p><button type="submit">Continue</button></noscript></form>
            <script>{SubmitScript}</script>
            </body>
            </html>
            """,
            http.RequestAborted);
    }

    private static string Encode(string value) => HtmlEncoder.Default.Encode(value);
}
