using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Api;

/// <summary>Versions as strong entity tags (RFC 9110 8.8.3), against lost updates.</summary>
internal static class EntityTags
{
    public static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";

    /// <summary>Which version a change is about (RFC 9110 13.1.1): null where it is any, or is not said.</summary>
    public static long? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header is ["*"])
            return null;

        // A weak tag, and one that is none of ours, matches nothing; of several the latest.
        return EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags)
            ? tags.Where(tag => !tag.IsWeak).Select(VersionOf).DefaultIfEmpty(-1).Max()
            : -1;
    }

    /// <summary>The same, where it must be said. Null: it is.</summary>
    public static AccountError? Demand(HttpRequest request, out long? version)
    {
        version = Read(request);
        return request.Headers.IfMatch.Count == 0 ? RegistryErrors.PreconditionRequired : null;
    }

    private static long VersionOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;
}
