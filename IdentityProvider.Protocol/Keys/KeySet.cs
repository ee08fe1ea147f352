using IdentityProvider.Protocol.Jose;

namespace IdentityProvider.Protocol.Keys;

/// <summary>All keys as they were when they were loaded last. Unchanging; the ring replaces it whole.</summary>
internal sealed class KeySet(IReadOnlyList<StoredKey> stored, IReadOnlyList<SigningKey> signing, IReadOnlyList<MacKey> mac)
{
    public IReadOnlyList<StoredKey> Stored { get; } = stored;

    public IReadOnlyList<SigningKey> Signing { get; } = signing;

    public IReadOnlyList<MacKey> Mac { get; } = mac;

    /// <summary>Announced, signing and retiring keys alike: a client must be able to verify with each.</summary>
    public SigningKey? Find(string keyId) => Signing.FirstOrDefault(key => key.KeyId == keyId);

    /// <summary>The youngest that is already active; in the first moments of a provider's life, or after its clock went back, the oldest.</summary>
    public SigningKey Active(string algorithm, DateTimeOffset now) =>
        Signing.Where(key => key.Algorithm == algorithm && key.ActiveFrom <= now).MaxBy(key => key.ActiveFrom)
        ?? Signing.Where(key => key.Algorithm == algorithm).MinBy(key => key.ActiveFrom)
        ?? throw new InvalidOperationException($"There is no key for {algorithm}.");

    public MacKey ActiveMac(DateTimeOffset now) =>
        Mac.Where(key => key.ActiveFrom <= now).MaxBy(key => key.ActiveFrom)
        ?? Mac.MinBy(key => key.ActiveFrom)
        ?? throw new InvalidOperationException($"There is no key for {SigningAlgorithms.HS256}.");
}
