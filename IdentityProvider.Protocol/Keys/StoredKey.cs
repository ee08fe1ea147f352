namespace IdentityProvider.Protocol.Keys;

/// <summary>A key as it rests in the store: the secret part encrypted by data protection.</summary>
/// <param name="KeyId">The <c>kid</c>, never used twice.</param>
/// <param name="Algorithm"><c>RS256</c>, <c>ES256</c>, or <c>HS256</c> for the server's own keyed hashes (never published).</param>
/// <param name="Generation">Counts up from 1 for each algorithm. Algorithm and generation together are unique: of two nodes that rotate at once, one wins.</param>
/// <param name="CreatedAt">When it was made; an asymmetric key is published from then on.</param>
/// <param name="ActiveFrom">From when it signs.</param>
/// <param name="ProtectedKey">PKCS#8 (or the secret bytes), encrypted.</param>
public sealed record StoredKey(
    string KeyId, string Algorithm, int Generation, DateTimeOffset CreatedAt, DateTimeOffset ActiveFrom, byte[] ProtectedKey);
