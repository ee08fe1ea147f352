using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>An authorization request: a right one, of which a test changes one thing.</summary>
public sealed record AuthorizationRequest
{
    /// <summary>The parameters in the order in which they are sent; a name may stand twice.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>The PKCE secret that belongs to the challenge; null where none is sent.</summary>
    public string? CodeVerifier { get; init; }

    public string? this[string name] => Parameters.FirstOrDefault(parameter => parameter.Key == name).Value;

    public string? State => this["state"];

    public string? Nonce => this["nonce"];

    /// <summary>The same, with this value in place of any other.</summary>
    public AuthorizationRequest With(string name, string value) => Without(name).Adding(name, value);

    /// <summary>The same, with this parameter once more.</summary>
    public AuthorizationRequest Adding(string name, string value) => this with { Parameters = [.. Parameters, KeyValuePair.Create(name, value)] };

    public AuthorizationRequest Without(string name) => this with { Parameters = [.. Parameters.Where(parameter => parameter.Key != name)] };

    /// <summary>The same request, its parameters in the opposite order.</summary>
    public AuthorizationRequest Reversed() => this with { Parameters = [.. Parameters.Reverse()] };

    public AuthorizationRequest WithPkce()
    {
        var verifier = NewHandle();
        return With("code_challenge", ChallengeOf(verifier)).With("code_challenge_method", "S256") with { CodeVerifier = verifier };
    }

    public AuthorizationRequest WithoutPkce() => Without("code_challenge").Without("code_challenge_method") with { CodeVerifier = null };

    /// <summary>The query string, without its question mark.</summary>
    public string Query =>
        string.Join('&', Parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));

    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>43 random characters that are good for a state, a nonce or a code verifier.</summary>
    public static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
