using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Administration.Audit;

/// <summary>
/// The hash that seals an audit event: SHA-256, in lower-case hexadecimal, over the canonical form. That is every value as a netstring
/// (length in bytes of UTF-8, colon, text, comma; <c>-,</c> for null), one after the other: <c>audit-1</c>, the hash of the event before (64 zeros
/// for the first), the sequence, then the columns in the order below; the id in lower case with hyphens, the instant in milliseconds since 1970.
/// </summary>
public static class AuditSeal
{
    private const string Version = "audit-1";

    /// <summary>What the first event continues.</summary>
    public static string None { get; } = new('0', SHA256.HashSizeInBytes * 2);

    public static string Of(string previous, long sequence, AuditEvent what)
    {
        string?[] values =
        [
            Version, previous, Text(sequence),
            what.Id.ToString(), Text(what.At.ToUnixTimeMilliseconds()), what.Name, what.UserId?.ToString(), what.ClientId,
            what.ActorType, what.ActorId, what.TargetType, what.TargetId, what.Before, what.After, what.Address, what.Detail,
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in values)
            Append(hash, value);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? value)
    {
        if (value is null)
        {
            hash.AppendData("-,"u8);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(value);
        hash.AppendData(Encoding.ASCII.GetBytes(Text(bytes.Length) + ":"));
        hash.AppendData(bytes);
        hash.AppendData(","u8);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
