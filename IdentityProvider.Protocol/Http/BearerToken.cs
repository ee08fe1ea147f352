using IdentityProvider.Protocol.Errors;
using Microsoft.AspNetCore.Http;

namespace IdentityProvider.Protocol.Http;

/// <summary>Finds the access token of a request (RFC 6750 2).</summary>
public abstract record BearerToken
{
    private const string Scheme = "Bearer ";

    private BearerToken() { }

    /// <summary>There is one.</summary>
    public sealed record Found(string Token) : BearerToken;

    /// <summary>There is none.</summary>
    public sealed record Missing : BearerToken;

    /// <summary>There are two, or one where none may be.</summary>
    public sealed record Refused(ProtocolError Error) : BearerToken;

    /// <summary>Reads the header, and the form of a POST request where <paramref name="acceptForm"/> says so.</summary>
    public static async ValueTask<BearerToken> ReadAsync(HttpContext http, bool acceptForm)
    {
        // RFC 9700 4.3.2: a token in the query ends up in logs and histories.
        if (http.Request.Query.ContainsKey("access_token"))
            return new Refused(ProtocolErrors.InvalidRequest("An access token is not accepted in the query: send it in the Authorization header."));

        var header = FromHeader(http.Request.Headers.Authorization.ToString());
        if (!acceptForm || !HttpMethods.IsPost(http.Request.Method) || !ProtocolRequest.HasForm(http.Request))
            return header;

        return await ProtocolRequest.ReadFormAsync(http) switch
        {
            ParametersOutcome.Unreadable unreadable => new Refused(unreadable.Error),
            ParametersOutcome.Read { Parameters: var form } when form["access_token"] is { } token =>
                // RFC 6750 2: one method a request.
                header is Missing ? new Found(token) : new Refused(ProtocolErrors.InvalidRequest("The access token came both in the header and in the body.")),
            _ => header,
        };
    }

    private static BearerToken FromHeader(string header)
    {
        if (header.Length == 0)
            return new Missing();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return header.Trim().Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                ? new Refused(ProtocolErrors.InvalidRequest("The Authorization header has no token."))
                : new Missing();
        var token = header[Scheme.Length..].Trim();
        return token.Length == 0 || token.Contains(' ')
            ? new Refused(ProtocolErrors.InvalidRequest("The Authorization header must be 'Bearer' and one token."))
            : new Found(token);
    }
}
