using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>An authorization request.</summary>
public sealed record AuthorizationRequest : RequestParameters<AuthorizationRequest>
{
    /// <summary>The PKCE secret that belongs to the challenge; null where none is sent.</summary>
    public string? CodeVerifier { get; init; }

    public string? State => this["state"];

    public string? Nonce => this["nonce"];

    /// <summary>A full code-flow request of this client: state, nonce, and PKCE where it is public.</summary>
    public static AuthorizationRequest Of(TestClient client, string scope)
    {
        var request = new AuthorizationRequest
        {
            Parameters =
            [
                KeyValuePair.Create("client_id", client.Id),
                KeyValuePair.Create("response_type", "code"),
                KeyValuePair.Create("redirect_uri", client.RedirectUri),
                KeyValuePair.Create("scope", scope),
                KeyValuePair.Create("state", NewHandle()),
                KeyValuePair.Create("nonce", NewHandle()),
            ],
        };
        return client.Public ? request.WithPkce() : request;
    }

    public AuthorizationRequest WithPkce()
    {
        var verifier = NewHandle();
        return With("code_challenge", ChallengeOf(verifier)).With("code_challenge_method", "S256") with { CodeVerifier = verifier };
    }

    public AuthorizationRequest WithoutPkce() => Without("code_challenge").Without("code_challenge_method") with { CodeVerifier = null };

    /// <summary>43 random characters that are good for a state, a nonce or a code verifier.</summary>
    public static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
