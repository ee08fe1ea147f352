using System.Security.Cryptography;
using IdentityProvider.Protocol.Jose;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Keys;

/// <summary>The keys of this provider: which signs now, which are published, and the server's own for keyed hashes.</summary>
public sealed class KeyRing(ISigningKeyStore store, IDataProtectionProvider dataProtection, IOptions<ProtocolOptions> options, TimeProvider time)
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector("IdentityProvider.Keys.v1");
    private volatile KeySet? _keys;

    internal KeySet Keys => _keys ?? throw new InvalidOperationException("The keys have not been loaded: the host has not started.");

    /// <summary>The server's own key to make keyed hashes with, now.</summary>
    public MacKey CurrentMacKey() => Keys.ActiveMac(time.GetUtcNow());

    /// <summary>The server's own key of that id; null once it has retired.</summary>
    public MacKey? FindMacKey(string keyId) => Keys.Mac.FirstOrDefault(key => key.KeyId == keyId);

    /// <summary>The keys that sign for others, by algorithm, the oldest first.</summary>
    public IReadOnlyList<KeyDescription> Describe()
    {
        var (keys, now) = (Keys, time.GetUtcNow());
        return
        [
            .. from key in keys.Stored
               where key.Algorithm != SigningAlgorithms.HS256
               orderby key.Algorithm descending, key.Generation
               let next = keys.Stored.Where(other => other.Algorithm == key.Algorithm && other.Generation > key.Generation).MinBy(other => other.Generation)
               let state = keys.Active(key.Algorithm, now).KeyId == key.KeyId ? KeyStates.Signing : key.ActiveFrom > now ? KeyStates.Announced : KeyStates.Retiring
               let replacedAt = next?.ActiveFrom ?? key.ActiveFrom + options.Value.KeyLifetime
               select new KeyDescription(
                   key.KeyId, key.Algorithm, state, key.CreatedAt, key.ActiveFrom, replacedAt, replacedAt + options.Value.KeyRetirement),
        ];
    }

    internal SigningKey ActiveSigningKey(string algorithm) => Keys.Active(algorithm, time.GetUtcNow());

    internal SigningKey? FindSigningKey(string keyId) => Keys.Find(keyId);

    internal byte[] Protect(byte[] secret) => _protector.Protect(secret);

    /// <summary>Reads the store anew.</summary>
    /// <exception cref="KeyUnreadableException">A key can't be decrypted. The keys in use stay as they were.</exception>
    internal async Task<KeySet> ReloadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(cancellationToken);
        if (_keys is { } current && current.Stored.Select(Mark).ToHashSet().SetEquals(stored.Select(Mark)))
            return current;

        var signing = new List<SigningKey>();
        var mac = new List<MacKey>();
        foreach (var key in stored)
        {
            var secret = Unprotect(key);
            if (key.Algorithm == SigningAlgorithms.HS256)
                mac.Add(new MacKey(key, secret));
            else
                signing.Add(_keys?.Find(key.KeyId) is { } known && known.ActiveFrom == key.ActiveFrom ? known : new SigningKey(key, secret));
        }

        return _keys = new KeySet(stored, signing, mac);
    }

    /// <summary>Whether the store has a key of each kind, all of which can be decrypted now; what is in use stays as it is.</summary>
    /// <exception cref="KeyUnreadableException">A key can't be decrypted.</exception>
    internal async Task<bool> IsCompleteAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadAsync(cancellationToken);
        foreach (var key in stored)
            CryptographicOperations.ZeroMemory(Unprotect(key));
        return SigningAlgorithms.OfKeys.All(algorithm => stored.Any(key => key.Algorithm == algorithm));
    }

    // All that can change of a key.
    private static (string, DateTimeOffset) Mark(StoredKey key) => (key.KeyId, key.ActiveFrom);

    private byte[] Unprotect(StoredKey key)
    {
        try
        {
            return _protector.Unprotect(key.ProtectedKey);
        }
        catch (CryptographicException reason)
        {
            // Never make a new one silently: every token out there would stop verifying, and nobody would know why.
            throw new KeyUnreadableException(
                $"The {key.Algorithm} key '{key.KeyId}' can't be decrypted: the data protection keys that encrypted it are missing or were "
                + "protected by another certificate. Restore them (DataProtection:CertificatePath, or :OldCertificates), or, if they are lost for good, "
                + "delete this key's row from the table SigningKeys: tokens signed by it stop verifying and people sign in again.",
                reason);
        }
    }
}

/// <summary>A stored key can't be decrypted; the message says what to do.</summary>
public sealed class KeyUnreadableException(string message, Exception reason) : Exception(message, reason);
