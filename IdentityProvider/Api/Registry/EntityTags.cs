using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Data.Clients;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Api.Registry;

/// <summary>Versions as strong entity tags (RFC 9110 8.8.3), against lost updates.</summary>
internal static class EntityTags
{
    public static string Of<T>(CatalogEntry<T> entry) => $"\"{entry.Version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Which version a change is about (RFC 9110 13.1.1): null where it is any. Else what is wrong with the header.</summary>
    public static AccountError? Read(HttpRequest request, out long? version)
    {
        version = null;
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
            return RegistryErrors.PreconditionRequired;
        if (header is ["*"])
            return null;

        // A weak tag, and one that is none of ours, matches nothing; of several the latest.
        version = -1;
        if (EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags))
            version = tags.Where(tag => !tag.IsWeak).Select(VersionOf).DefaultIfEmpty(-1).Max();
        return null;
    }

    private static long VersionOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
}
