using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Accounts.Proofs;

/// <summary>A kind of token that the provider sends to itself by way of a person.</summary>
/// <param name="Type">The <c>typ</c> of its header (RFC 8725 3.11): one kind is never taken for another.</param>
/// <param name="Path">Where it is redeemed; with the issuer before it, its audience.</param>
public sealed record ProofKind(string Type, string Path)
{
    public static ProofKind EmailConfirmation { get; } = new("email-confirmation+jwt", "/account/confirm-email");

    public static ProofKind PasswordReset { get; } = new("password-reset+jwt", "/account/reset");
}

/// <summary>What a token says.</summary>
/// <param name="UserId">The account (<c>sub</c>).</param>
/// <param name="Email">The address it was sent to; null where it is about none.</param>
/// <param name="Binding">Hash of the stamp that the account had; another stamp by now, and the token is worth nothing.</param>
public sealed record ProofContent(Guid UserId, string? Email, string Binding);

/// <summary>What reading a token came to.</summary>
public abstract record ProofReading
{
    private ProofReading() { }

    public sealed record Valid(ProofContent Content) : ProofReading;

    public sealed record Expired(ProofContent Content) : ProofReading;

    /// <summary>We signed it, but for something else.</summary>
    public sealed record Misused : ProofReading;

    public sealed record Invalid : ProofReading;
}

/// <summary>Writes and reads the JWTs that the provider sends to itself: HS256 with its own key, which nobody else has.</summary>
public sealed class ProofTokens(KeyRing keys, IssuerProvider issuer, TimeProvider clock)
{
    private const string Algorithm = "HS256";
    private const int Longest = 4096;

    // Nothing of it is ever HTML: the plus sign in the type stays one.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Write(ProofKind kind, ProofContent content, TimeSpan lifetime)
    {
        var key = keys.CurrentMacKey();
        var now = clock.GetUtcNow();
        var header = new JsonObject { ["alg"] = Algorithm, ["typ"] = kind.Type, ["kid"] = key.KeyId };
        var payload = new JsonObject
        {
            ["iss"] = issuer.Current,
            ["aud"] = issuer.UriOf(kind.Path),
            ["sub"] = content.UserId.ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["jti"] = RandomHandle.Create(),
            ["stamp"] = content.Binding,
        };
        if (content.Email is not null)
            payload["email"] = content.Email;

        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Sign(key, signed)}";
    }

    public ProofReading Read(ProofKind kind, string? token)
    {
        // Nothing in it is looked at before the signature is right, but for the algorithm and the key's name.
        if (token is null || token.Length > Longest || token.Split('.') is not [var header, var payload, var signature])
            return new ProofReading.Invalid();
        if (Decode(header) is not { } head || StrictJson.Text(head, "alg") != Algorithm)
            return new ProofReading.Invalid();
        if (StrictJson.Text(head, "kid") is not { } keyId || keys.FindMacKey(keyId) is not { } key
            || !RandomHandle.FixedTimeEquals(Sign(key, $"{header}.{payload}"), signature))
            return new ProofReading.Invalid();

        return StrictJson.Text(head, "typ") == kind.Type && Decode(payload) is { } claims && TryReadContent(kind, claims, out var content, out var expiresAt)
            ? expiresAt > clock.GetUtcNow() ? new ProofReading.Valid(content) : new ProofReading.Expired(content)
            : new ProofReading.Misused();
    }

    /// <summary>What ties a token to the state of the account, without telling the stamp.</summary>
    public static string BindingOf(string? stamp) => RandomHandle.Hash("stamp:" + stamp);

    private bool TryReadContent(ProofKind kind, JsonObject claims, [NotNullWhen(true)] out ProofContent? content, out DateTimeOffset expiresAt)
    {
        (content, expiresAt) = (null, default);
        if (StrictJson.Text(claims, "iss") != issuer.Current || StrictJson.Text(claims, "aud") != issuer.UriOf(kind.Path)
            || !Guid.TryParse(StrictJson.Text(claims, "sub"), out var userId)
            || StrictJson.Text(claims, "stamp") is not { } binding
            || StrictJson.Number(claims, "exp") is not { } seconds)
            return false;
        content = new ProofContent(userId, StrictJson.Text(claims, "email"), binding);
        expiresAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static string Sign(MacKey key, string signed) => Base64Url.EncodeToString(key.Compute(Encoding.ASCII.GetBytes(signed)));

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString(Plain)));

    private static JsonObject? Decode(string part)
    {
        try
        {
            return StrictJson.ParseObject(Base64Url.DecodeFromChars(part));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
