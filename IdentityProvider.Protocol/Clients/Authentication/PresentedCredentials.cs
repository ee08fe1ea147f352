using System.Text;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Protocol.Clients.Authentication;

/// <summary>What a request offers to prove who sends it (RFC 6749 2.3).</summary>
internal abstract record PresentedCredentials
{
    private const string BasicScheme = "Basic ";

    private PresentedCredentials() { }

    /// <summary>An identifier and a secret, by header or in the body.</summary>
    public sealed record Secret(string ClientId, string Value) : PresentedCredentials;

    /// <summary>Only an identifier: what a public client has.</summary>
    public sealed record Identifier(string ClientId) : PresentedCredentials;

    /// <summary>Nothing, or something unreadable, or too much.</summary>
    public sealed record Unusable(ProtocolError Error) : PresentedCredentials;

    public static PresentedCredentials Read(string authorization, ProtocolParameters parameters)
    {
        var bodyId = parameters["client_id"];
        var bodySecret = parameters["client_secret"];
        if (authorization.Length == 0)
        {
            return (bodyId, bodySecret) switch
            {
                (null, _) => new Unusable(ProtocolErrors.InvalidClient),
                (_, null) => new Identifier(bodyId),
                _ => new Secret(bodyId, bodySecret),
            };
        }

        // RFC 6749 2.3: one method a request.
        if (bodySecret is not null || parameters["client_assertion"] is not null)
            return new Unusable(ProtocolErrors.InvalidRequest("The client must authenticate in one way, not in two."));
        if (ReadBasic(authorization) is not { } basic)
            return new Unusable(ProtocolErrors.InvalidClient);
        if (bodyId is not null && bodyId != basic.ClientId)
            return new Unusable(ProtocolErrors.InvalidRequest("client_id is not the one in the Authorization header."));
        return basic;
    }

    /// <summary>RFC 6749 2.3.1 and appendix B: both halves are form-encoded before they are joined and base64-encoded.</summary>
    private static Secret? ReadBasic(string authorization)
    {
        if (!authorization.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = authorization[BasicScheme.Length..].Trim();
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':');
        if (colon < 1 || pair.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0)
            return null;
        return new Secret(FormDecode(pair[..colon]), FormDecode(pair[(colon + 1)..]));
    }

    private static string FormDecode(string value) => Uri.UnescapeDataString(value.Replace('+', ' '));
}
