namespace IdentityProvider.Protocol.Jose;

/// <summary>The JWS algorithms in use here (RFC 7518 3.1). <c>none</c> is not among them.</summary>
public static class SigningAlgorithms
{
    public const string RS256 = "RS256";
    public const string ES256 = "ES256";

    /// <summary>For the server's own keyed hashes and the tokens it sends to itself; never published, never accepted from a client.</summary>
    public const string HS256 = "HS256";

    /// <summary>Those that sign tokens for others.</summary>
    public static IReadOnlyList<string> Asymmetric { get; } = [ES256, RS256];

    /// <summary>Those for which a provider keeps keys.</summary>
    public static IReadOnlyList<string> OfKeys { get; } = [.. Asymmetric, HS256];
}
