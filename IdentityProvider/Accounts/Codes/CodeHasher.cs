using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Accounts.Codes;

/// <summary>
/// Makes codes, and their keyed hashes: there are so few codes that a plain hash in a stolen database could be tried out.
/// The hash is over number, purpose and account too, so it can't be moved to another row.
/// </summary>
public sealed class CodeHasher(KeyRing keys, AccountPolicy policy)
{
    public string NewCode() => RandomNumberGenerator.GetString("0123456789", policy.Otp.Length);

    public (string Hash, string KeyId) Hash(string claimKey, string code)
    {
        var key = keys.CurrentMacKey();
        return (Hash(key, claimKey, code), key.KeyId);
    }

    public bool Matches(OneTimeCode row, string code)
    {
        // Somebody who has no account was told that a code went out: no guess is right, and it takes as long.
        var (unknown, keyId) = row.CodeHash is null ? Hash(row.ClaimKey, NewCode() + "none") : (row.CodeHash, row.KeyId ?? "");
        return keys.FindMacKey(keyId) is { } key && RandomHandle.FixedTimeEquals(Hash(key, row.ClaimKey, code), unknown);
    }

    // The line breaks keep this apart from everything else the key signs: a JWT has none.
    private static string Hash(MacKey key, string claimKey, string code) =>
        Base64Url.EncodeToString(key.Compute(Encoding.UTF8.GetBytes($"otp\n{claimKey}\n{code}")));
}
