namespace IdentityProvider.Data.Clients;

/// <summary>Which URIs a client may register to be redirected to (RFC 6749 3.1.2, RFC 8252 7, RFC 9700 2.1).</summary>
internal static class RedirectUriRules
{
    // A browser that is sent to one of these runs or shows what the URI carries.
    private static readonly string[] DangerousSchemes = ["javascript", "data", "vbscript", "blob", "file", "about", "view-source"];

    /// <summary>What is wrong with the URI; null: nothing.</summary>
    /// <param name="uri">The URI as registered.</param>
    /// <param name="anyHttp">Whether http is taken for every host, as in Development, rather than for loopback hosts alone.</param>
    public static string? Check(string uri, bool anyHttp)
    {
        if (uri.Contains('#', StringComparison.Ordinal))
            return "has a fragment";
        if (uri.Contains('*', StringComparison.Ordinal))
            return "has a wildcard: URIs are compared as they are";
        if (uri.StartsWith('/') || !Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || !uri.Contains(':', StringComparison.Ordinal))
            return "is not an absolute URI";
        if (DangerousSchemes.Contains(parsed.Scheme))
            return $"has the scheme {parsed.Scheme}, which a browser would run or open";
        if (!uri.All(character => character is > ' ' and < '\x7f') || uri.IndexOfAny(['"', '<', '>', '\\', '^', '`', '{', '|', '}']) >= 0)
            return "has a character that no URI has (RFC 3986 2)";
        if (parsed.UserInfo.Length > 0)
            return "has a user name";
        if (parsed.Scheme is "http" or "https" && parsed.Host.Length == 0)
            return "has no host";
        if (parsed.Scheme == "http" && !parsed.IsLoopback && !anyHttp)
            return "has the scheme http; it must be https, but for loopback hosts";
        return null;
    }
}
