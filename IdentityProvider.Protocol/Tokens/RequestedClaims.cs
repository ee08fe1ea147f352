namespace IdentityProvider.Protocol.Tokens;

/// <summary>The names of the claims that the <c>claims</c> parameter asked for by themselves (OIDC Core 5.5).</summary>
/// <param name="IdToken">For the ID token.</param>
/// <param name="UserInfo">For the userinfo answer.</param>
public sealed record RequestedClaims(IReadOnlyList<string> IdToken, IReadOnlyList<string> UserInfo)
{
    public static RequestedClaims None { get; } = new([], []);
}
