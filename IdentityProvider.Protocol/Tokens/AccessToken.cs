using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Protocol.Tokens;

/// <summary>What an access token says, whether it is a JWT (RFC 9068) or a reference to what is stored.</summary>
public sealed record AccessToken
{
    /// <summary>The <c>typ</c> of the JWT (RFC 9068 2.1).</summary>
    internal const string JwtType = "at+jwt";

    public required string Issuer { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required string ClientId { get; init; }

    /// <summary><see cref="Clients.Client.IssuedAt"/>, in milliseconds since 1970: tells the client from a former one of its name.</summary>
    public long? ClientSince { get; init; }

    /// <summary>The user, or the client itself where no user takes part (RFC 9068 2.2).</summary>
    public required string Subject { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The family the token belongs to; null where no user takes part.</summary>
    public string? GrantId { get; init; }

    /// <summary>The session; null where no user takes part.</summary>
    public string? SessionId { get; init; }

    public DateTimeOffset? AuthTime { get; init; }

    public IReadOnlyList<string> Amr { get; init; } = [];

    public string? Acr { get; init; }

    /// <summary>Claims that userinfo is to return beyond those of the scopes.</summary>
    public IReadOnlyList<string> UserInfoClaims { get; init; } = [];

    /// <summary>Whether it speaks for a user.</summary>
    public bool HasUser => GrantId is not null;

    internal static void Write(Utf8JsonWriter json, AccessToken token)
    {
        json.WriteString("iss", token.Issuer);
        json.WriteString("sub", token.Subject);
        WriteTexts(json, "aud", token.Audiences, oneAsString: true);
        json.WriteString("client_id", token.ClientId);
        if (token.ClientSince is { } since)
            json.WriteNumber("client_since", since);
        json.WriteString("scope", ScopeList.Format(token.Scopes));
        json.WriteString("jti", token.TokenId);
        json.WriteNumber("iat", token.IssuedAt.ToUnixTimeSeconds());
        json.WriteNumber("exp", token.ExpiresAt.ToUnixTimeSeconds());
        if (token.GrantId is not null)
            json.WriteString("grant_id", token.GrantId);
        if (token.SessionId is not null)
            json.WriteString("sid", token.SessionId);
        if (token.AuthTime is { } authTime)
            json.WriteNumber("auth_time", authTime.ToUnixTimeSeconds());
        if (token.Acr is not null)
            json.WriteString("acr", token.Acr);
        if (token.Amr.Count > 0)
            WriteTexts(json, "amr", token.Amr, oneAsString: false);
        if (token.UserInfoClaims.Count > 0)
            WriteTexts(json, "userinfo_claims", token.UserInfoClaims, oneAsString: false);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote; null where a member that must be there is missing.</summary>
    internal static AccessToken? Read(JsonObject claims)
    {
        if (StrictJson.Text(claims, "iss") is not { } issuer
            || StrictJson.Text(claims, "sub") is not { } subject
            || StrictJson.Text(claims, "client_id") is not { } clientId
            || StrictJson.Text(claims, "jti") is not { } tokenId
            || StrictJson.Number(claims, "iat") is not { } issuedAt
            || StrictJson.Number(claims, "exp") is not { } expiresAt
            || ScopeList.TryParse(StrictJson.Text(claims, "scope")) is not { } scopes)
            return null;

        return new AccessToken
        {
            Issuer = issuer,
            Subject = subject,
            Audiences = StrictJson.Texts(claims, "aud"),
            ClientId = clientId,
            ClientSince = StrictJson.Number(claims, "client_since"),
            Scopes = scopes,
            TokenId = tokenId,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(issuedAt),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(expiresAt),
            GrantId = StrictJson.Text(claims, "grant_id"),
            SessionId = StrictJson.Text(claims, "sid"),
            AuthTime = StrictJson.Number(claims, "auth_time") is { } authTime ? DateTimeOffset.FromUnixTimeSeconds(authTime) : null,
            Acr = StrictJson.Text(claims, "acr"),
            Amr = StrictJson.Texts(claims, "amr"),
            UserInfoClaims = StrictJson.Texts(claims, "userinfo_claims"),
        };
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> values, bool oneAsString)
    {
        if (oneAsString && values.Count == 1)
        {
            json.WriteString(name, values[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
