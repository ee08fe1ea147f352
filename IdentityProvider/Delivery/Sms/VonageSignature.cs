using System.Security.Cryptography;
using System.Text;

namespace IdentityProvider.Delivery.Sms;

/// <summary>
/// The signature of a receipt ("Signing messages", "Manually generate a signature"). Of the five kinds that an account can
/// choose from, HMAC with SHA-256 and SHA-512 are taken; MD5 and SHA-1 are not.
/// </summary>
internal static class VonageSignature
{
    public const string Parameter = "sig";

    public static bool Holds(IReadOnlyDictionary<string, string> parameters, string secret)
    {
        if (!parameters.TryGetValue(Parameter, out var signature) || Decode(signature) is not { } claimed)
            return false;
        var (key, signed) = (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Signed(parameters)));
        return claimed.Length switch
        {
            HMACSHA256.HashSizeInBytes => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, signed), claimed),
            HMACSHA512.HashSizeInBytes => CryptographicOperations.FixedTimeEquals(HMACSHA512.HashData(key, signed), claimed),
            _ => false,
        };
    }

    // Step 1: sorted by name, the two letters that separate them replaced in their values, an ampersand before the first too.
    private static string Signed(IReadOnlyDictionary<string, string> parameters) => string.Concat(parameters
        .Where(parameter => parameter.Key != Parameter)
        .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
        .Select(parameter => $"&{parameter.Key}={parameter.Value.Replace('&', '_').Replace('=', '_')}"));

    private static byte[]? Decode(string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
