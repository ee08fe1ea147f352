using System.IdentityModel.Tokens.Jwt;
using System.Text.Json.Nodes;
using System.Buffers.Text;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>A successful token answer, checked.</summary>
public sealed record Tokens(TokenAnswer Answer, string AccessToken, string? RefreshToken, Jwt? IdToken)
{
    public string ExpectRefreshToken() => RefreshToken ?? throw new Xunit.Sdk.XunitException($"No refresh token in {Answer}");
}

/// <summary>A signed token, taken apart. Whether its signature holds is checked in <see cref="Conforming"/>.</summary>
public sealed class Jwt
{
    private Jwt(string text, JsonObject header, JsonObject payload)
    {
        Text = text;
        Header = header;
        Payload = payload;
    }

    public string Text { get; }

    public JsonObject Header { get; }

    public JsonObject Payload { get; }

    public string Subject => (string)Payload["sub"]!;

    public long? AuthTime => (long?)Payload["auth_time"];

    public string? SessionId => (string?)Payload["sid"];

    public static Jwt Parse(string text)
    {
        Assert.True(new JwtSecurityTokenHandler().CanReadToken(text), $"Not a JWT: {text}");
        var parts = text.Split('.');
        return new Jwt(text, Decode(parts[0]), Decode(parts[1]));
    }

    /// <summary>The same token, its header or payload changed, its signature left as it was.</summary>
    public string Tampered(Action<JsonObject>? header = null, Action<JsonObject>? payload = null)
    {
        var parts = Text.Split('.');
        return $"{Change(parts[0], header)}.{Change(parts[1], payload)}.{parts[2]}";
    }

    /// <summary>The same claims with <c>alg</c> none and no signature.</summary>
    public string Unsigned() => Tampered(header => header["alg"] = "none") is var changed ? changed[..(changed.LastIndexOf('.') + 1)] : "";

    private static JsonObject Decode(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Change(string part, Action<JsonObject>? change)
    {
        if (change is null)
            return part;
        var decoded = Decode(part);
        change(decoded);
        return Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(decoded.ToJsonString()));
    }
}
