namespace IdentityProvider.Data.Clients;

/// <summary>Which URIs a client may register to be redirected to (RFC 6749 3.1.2, RFC 8252 7, RFC 9700 2.1).</summary>
internal static class RedirectUriRules
{
    public const int Longest = 2000;

    // A browser that is sent to one of these runs or shows what the URI carries.
    private static readonly string[] DangerousSchemes = ["javascript", "data", "vbscript", "blob", "file", "filesystem", "about", "view-source"];

    /// <summary>What is wrong with the URI, as the rest of a sentence that begins with it; null: nothing.</summary>
    /// <param name="uri">The URI as registered.</param>
    /// <param name="isNative">Whether it is of an app on a phone or a desktop, which can have a scheme of its own.</param>
    /// <param name="anyHttp">Whether http is taken for every host, as for files in Development, rather than for loopback hosts alone.</param>
    public static string? Check(string uri, bool isNative, bool anyHttp)
    {
        if (uri.Length > Longest)
            return $"is longer than {Longest} characters.";
        if (uri.Contains('#', StringComparison.Ordinal))
            return "has a fragment: the answer would not reach the server (RFC 6749 3.1.2).";
        if (uri.Contains('*', StringComparison.Ordinal))
            return "has a wildcard: URIs are compared as they are, so register each.";
        if (uri.StartsWith('/') || !uri.Contains(':', StringComparison.Ordinal) || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed))
            return "is not an absolute URI: write it from https:// on.";
        if (DangerousSchemes.Contains(parsed.Scheme))
            return $"has the scheme {parsed.Scheme}, which a browser would run or open.";
        if (!uri.All(character => character is > ' ' and < '\x7f') || uri.IndexOfAny(['"', '<', '>', '\\', '^', '`', '{', '|', '}']) >= 0)
            return "has a character that no URI has (RFC 3986 2): encode it.";
        if (parsed.UserInfo.Length > 0)
            return "has a user name: it would pass for another host.";
        return parsed.Scheme is "http" or "https" ? CheckWeb(uri, parsed, anyHttp) : CheckPrivate(parsed, isNative);
    }

    private static string? CheckWeb(string uri, Uri parsed, bool anyHttp)
    {
        if (parsed.Host.Length == 0 || !uri.StartsWith($"{parsed.Scheme}://", StringComparison.OrdinalIgnoreCase))
            return "has no host.";
        return parsed.Scheme == "http" && !parsed.IsLoopback && !anyHttp
            ? "has the scheme http, by which everybody on the way can read the code; it must be https, but for loopback hosts (RFC 8252 7.3)."
            : null;
    }

    // RFC 8252 7.1: only by a domain name is it clear whose scheme it is.
    private static string? CheckPrivate(Uri parsed, bool isNative)
    {
        if (!isNative)
            return $"has the scheme {parsed.Scheme}: a web app has https, a scheme of its own is for the application_type native.";
        return parsed.Scheme.Contains('.', StringComparison.Ordinal)
            ? null
            : $"has the scheme {parsed.Scheme}, which any app could take: use a domain name of yours, written backwards, such as com.example.app (RFC 8252 7.1).";
    }
}
