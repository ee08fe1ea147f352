namespace IdentityProvider.Delivery.Vendors;

/// <summary>What the settings of every vendor have in common.</summary>
internal static class VendorSettings
{
    // After half a minute a sender counts as not answering; it may have waited for its vendor twice by then.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(14);

    public static void CheckPresent(string setting, string? value, List<string> wrong)
    {
        // A line break at the end of a secret that was read from a file would only show when the first message fails.
        if (string.IsNullOrWhiteSpace(value) || value.Any(char.IsControl))
            wrong.Add($"{setting} must be set, and have one line.");
    }

    public static void CheckTimeout(string setting, TimeSpan value, List<string> wrong)
    {
        if (value < Shortest || value > Longest)
            wrong.Add($"{setting} is {value}; it must be from {Shortest} to {Longest}.");
    }

    /// <summary>What goes there has a password in it: plain http leads nowhere but to this machine.</summary>
    public static void CheckBaseUrl(string setting, string value, List<string> wrong)
    {
        var allowed = Uri.TryCreate(value, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { Query: "", Fragment: "", UserInfo: "" };
        if (!allowed)
            wrong.Add($"{setting} must be an https address without user, query and fragment; http is for a loopback address only.");
    }
}
