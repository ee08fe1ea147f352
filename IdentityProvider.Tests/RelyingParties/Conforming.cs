using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Text.RegularExpressions;
using IdentityProvider.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>The checks that every flow repeats: the rows COMMON-07 to COMMON-34 of the conformance catalogue.</summary>
public static partial class Conforming
{
    private static readonly string[] CallbackNames = ["code", "state", "session_state", "iss"];
    private static readonly string[] ErrorCallbackNames = ["error", "error_description", "error_uri", "state", "session_state", "iss"];

    /// <summary>What an ID token of the code flow may hold. The two about what is verified are ours: docs/decisions/0002.</summary>
    private static readonly string[] IdTokenClaims =
    [
        "iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "azp", "at_hash", "c_hash", "s_hash", "nbf", "jti", "sid", "txn",
        "email_verified", "phone_number_verified",
    ];

    /// <summary>C-OK: COMMON-07, 08, 09, 33, 38.</summary>
    public static void Callback(Provider provider, AuthorizationRequest request, Callback callback)
    {
        Assert.True(callback.Error is null, $"Expected a code, but: {callback}");
        CameTo(request, callback, CallbackNames);
        Assert.Equal(provider.Issuer, callback.Issuer);
        HasStrength(callback.Code, "code");
    }

    /// <summary>C-ERR: COMMON-10 to 14.</summary>
    public static void ErrorCallback(Provider provider, AuthorizationRequest request, Callback callback, params string[] errors)
    {
        Assert.Contains(callback.Error, errors);
        Assert.Null(callback.Code);
        CameTo(request, callback, ErrorCallbackNames);
        Assert.Equal(provider.Issuer, callback.Issuer);
        HasLegalTexts(callback["error_description"], callback["error_uri"]);
    }

    /// <summary>An error page: a 4xx of the provider's own, in HTML, and the browser stays there.</summary>
    public static Page ErrorPage(Landing landing, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var page = landing.ExpectPage();
        Assert.True(page.Status == status, $"Expected an error page with {(int)status}, but: {page}");
        Assert.Equal("text/html", page.MediaType);
        return page;
    }

    /// <summary>C-TERR: COMMON-19, and G6749-61.</summary>
    public static void TokenError(TokenAnswer answer, string error, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.True(answer.Status == status, $"Expected {(int)status} {error}, but: {answer}");
        IsUncachedJson(answer.Http);
        Assert.Equal(error, answer.Error);
        Assert.Null(answer["access_token"]);
        HasLegalTexts(answer["error_description"], answer["error_uri"]);
    }

    /// <summary>C-TOK and C-IDT: COMMON-15 to 28, and 34.</summary>
    public static async Task<Tokens> TokensAsync(RelyingParty rp, AuthorizationRequest request, TokenAnswer answer)
    {
        var tokens = TokensWithoutIdToken(answer);
        var asksForIdToken = request["scope"]?.Split(' ').Contains("openid") == true;
        Assert.Equal(asksForIdToken, answer["id_token"] is not null);
        if (!asksForIdToken)
            return tokens;
        var idToken = await IdTokenAsync(rp, answer["id_token"]!);
        Assert.Equal(request.Nonce, (string?)idToken.Payload["nonce"]);
        AtHashMatches(idToken, tokens.AccessToken);
        return tokens with { IdToken = idToken };
    }

    /// <summary>COMMON-15 to 17, and 34.</summary>
    public static Tokens TokensWithoutIdToken(TokenAnswer answer)
    {
        answer.ExpectSuccess();
        IsUncachedJson(answer.Http);
        Assert.Equal("Bearer", answer["token_type"], ignoreCase: true);
        Assert.InRange((long)answer.Body["expires_in"]!, 1, 31_536_000);
        HasStrength(answer["access_token"], "access token");
        if (answer["refresh_token"] is { } refreshToken)
            HasStrength(refreshToken, "refresh token");
        return new Tokens(answer, answer["access_token"]!, answer["refresh_token"], IdToken: null);
    }

    /// <summary>COMMON-20, 21, 23 to 26, 28: by a library that is not ours, and by hand where that is lenient.</summary>
    public static async Task<Jwt> IdTokenAsync(RelyingParty rp, string text)
    {
        var metadata = await rp.MetadataAsync();
        var token = await VerifiedAsync(metadata, text, rp.Client.Id);
        Assert.Equal("JWT", (string?)token.Header["typ"] ?? "JWT");
        Assert.Matches("^[\x21-\x7e]{1,255}$", token.Subject);
        var now = TimeProvider.System.GetUtcNow();
        Assert.True((long)token.Payload["exp"]! > (long)token.Payload["iat"]!, "exp is not after iat");
        if (token.AuthTime is { } authTime)
            Assert.InRange(authTime, now.AddYears(-1).ToUnixTimeSeconds(), (long)token.Payload["iat"]!);
        if (token.Payload["acr"] is { } acr)
            Assert.NotEmpty((string)acr!);
        Assert.Empty(token.Payload.Select(claim => claim.Key).Except(IdTokenClaims));
        return token;
    }

    /// <summary>
    /// Verifies signature, issuer and audience against the published keys. Not the lifetime: the provider's clock may be ahead.
    /// </summary>
    public static async Task<Jwt> VerifiedAsync(Metadata metadata, string text, string audience)
    {
        var handler = new JwtSecurityTokenHandler { MapInboundClaims = false };
        handler.ValidateToken(text, new TokenValidationParameters
        {
            ValidIssuer = metadata.Issuer,
            ValidAudience = audience,
            IssuerSigningKeys = await metadata.SigningKeysAsync(),
            ValidateLifetime = false,
            ValidAlgorithms = ["RS256", "ES256"],
        }, out _);
        var token = Jwt.Parse(text);
        Assert.Equal(metadata.Issuer, (string?)token.Payload["iss"]);
        Assert.NotNull(token.Header["kid"]);
        return token;
    }

    /// <summary>COMMON-33, 34: at least 16 characters, and more than 96 bits of Shannon entropy over the characters themselves.</summary>
    public static void HasStrength(string? value, string what)
    {
        Assert.True(value is { Length: >= 16 }, $"The {what} is too short: {value}");
        var entropy = value.GroupBy(character => character)
            .Sum(group => -group.Count() * Math.Log2((double)group.Count() / value.Length));
        Assert.True(entropy > 96, $"The {what} has only {entropy:F0} bits of entropy");
        Assert.Matches("^[\x20-\x7e]+$", value);
    }

    /// <summary>COMMON-12, 13.</summary>
    private static void HasLegalTexts(string? description, string? uri)
    {
        if (description is not null)
            Assert.Matches(LegalDescription(), description);
        if (uri is not null)
            Assert.True(Uri.IsWellFormedUriString(uri, UriKind.RelativeOrAbsolute), $"error_uri: {uri}");
    }

    private static void CameTo(AuthorizationRequest request, Callback callback, string[] allowedNames)
    {
        var redirectUri = new Uri(request["redirect_uri"]!);
        Assert.Equal(redirectUri.GetLeftPart(UriPartial.Path), callback.Address.GetLeftPart(UriPartial.Path));
        var registered = System.Web.HttpUtility.ParseQueryString(redirectUri.Query);
        foreach (var name in registered.AllKeys)
            Assert.Equal(registered[name], System.Web.HttpUtility.ParseQueryString(callback.Address.Query)[name]);
        Assert.Equal(request.State is { Length: > 0 } state ? state : null, callback.State);
        Assert.Empty(callback.Names.Except(allowedNames).Except(registered.AllKeys));
        if (callback.Kind == CallbackKind.Query)
            Assert.DoesNotContain("code=", callback.Address.Fragment, StringComparison.Ordinal);
    }

    private static void IsUncachedJson(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore, "Cache-Control is not no-store");
    }

    private static void AtHashMatches(Jwt idToken, string accessToken)
    {
        if ((string?)idToken.Payload["at_hash"] is not { } hash)
            return;
        var digest = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(accessToken));
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(digest.AsSpan(0, 16)), hash);
    }

    [GeneratedRegex(@"\A[\x20-\x21\x23-\x5B\x5D-\x7E]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LegalDescription();
}
