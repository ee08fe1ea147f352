using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;
using IdentityProvider.Protocol.Profiles;
using IdentityProvider.Protocol.Scopes;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>Makes ID tokens (OIDC Core 2), and reads them again where they come back as a hint.</summary>
internal sealed class IdTokens(KeyRing keys, IProfileService profiles, IssuerProvider issuer, IOptions<ProtocolOptions> options, TimeProvider time)
{
    private const string JwtType = "JWT";

    /// <summary>The claims that the protocol itself sets: no profile may overwrite them.</summary>
    private static readonly HashSet<string> Reserved =
        ["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "azp", "nonce", "auth_time", "acr", "amr", "at_hash", "c_hash", "sid"];

    public async ValueTask<string> IssueAsync(TokenGrant grant, string accessToken, CancellationToken cancellationToken)
    {
        var wanted = ProfileClaimsOf(grant);
        var profile = wanted.Count == 0 ? null : await profiles.GetClaimsAsync(grant.Session.Subject, wanted, cancellationToken);
        return JwtWriter.Sign(
            keys.ActiveSigningKey(grant.Client.IdTokenSignedResponseAlg), JwtType, new Content(grant, accessToken, profile), Write);
    }

    /// <summary>The ID token's content where we have signed it for this issuer, however old; else null (RP-Initiated Logout 2).</summary>
    public IdTokenHint? ReadHint(string token)
    {
        if (JwtReader.Read(token, JwtType, keys) is not { } claims || StrictJson.Text(claims, "iss") != issuer.Current)
            return null;
        return StrictJson.Text(claims, "sub") is { } subject && StrictJson.Texts(claims, "aud") is [var clientId]
            ? new IdTokenHint(subject, clientId, StrictJson.Text(claims, "sid"))
            : null;
    }

    /// <summary>
    /// What the claims parameter asked for. The claims of a scope are at userinfo, not here (OIDC Core 5.4), but for
    /// the two that say whether an identifier is proven, which a client wants to know before it does anything else.
    /// </summary>
    private static HashSet<string> ProfileClaimsOf(TokenGrant grant)
    {
        var claims = grant.Claims.IdToken.Where(name => !Reserved.Contains(name)).ToHashSet();
        if (grant.Scopes.Contains(StandardScopes.Email))
            claims.Add("email_verified");
        if (grant.Scopes.Contains(StandardScopes.Phone))
            claims.Add("phone_number_verified");
        return claims;
    }

    private void Write(Utf8JsonWriter json, Content content)
    {
        var (grant, accessToken, profile) = content;
        var now = time.GetUtcNow();
        json.WriteString("iss", issuer.Current);
        json.WriteString("sub", grant.Session.Subject);
        json.WriteString("aud", grant.Client.ClientId);
        json.WriteNumber("exp", (now + options.Value.IdTokenLifetime).ToUnixTimeSeconds());
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("auth_time", grant.Session.AuthTime.ToUnixTimeSeconds());
        json.WriteString("sid", grant.Session.SessionId);
        json.WriteString("at_hash", HalfHash(accessToken));
        if (grant.Nonce is not null)
            json.WriteString("nonce", grant.Nonce);
        if (grant.Session.Acr is not null)
            json.WriteString("acr", grant.Session.Acr);
        if (grant.Session.Amr.Count > 0)
        {
            json.WriteStartArray("amr");
            foreach (var method in grant.Session.Amr)
                json.WriteStringValue(method);
            json.WriteEndArray();
        }

        foreach (var (name, value) in profile ?? [])
        {
            if (Reserved.Contains(name))
                continue;
            json.WritePropertyName(name);
            if (value is null)
                json.WriteNullValue();
            else
                value.WriteTo(json);
        }
    }

    /// <summary>OIDC Core 3.1.3.6: the left half of the token's hash; both algorithms in use take SHA-256.</summary>
    private static string HalfHash(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(token), hash);
        return Base64Url.EncodeToString(hash[..(SHA256.HashSizeInBytes / 2)]);
    }

    private sealed record Content(TokenGrant Grant, string AccessToken, JsonObject? Profile);
}

/// <summary>Whom an <c>id_token_hint</c> names.</summary>
internal sealed record IdTokenHint(string Subject, string ClientId, string? SessionId);
