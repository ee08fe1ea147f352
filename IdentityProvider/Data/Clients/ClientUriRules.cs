using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Data.Clients;

/// <summary>What must hold of the addresses that a client names.</summary>
internal static class ClientUriRules
{
    private const int Most = 100;

    public static IEnumerable<WrongMember> Check(Client client, bool anyHttp)
    {
        var isNative = client.ApplicationType == "native";
        foreach (var (member, uris) in new[] { ("redirect_uris", client.RedirectUris), ("post_logout_redirect_uris", client.PostLogoutRedirectUris) })
        {
            foreach (var uri in uris)
                if (RedirectUriRules.Check(uri, isNative, anyHttp) is { } wrong)
                    yield return new(member, $"\"{uri}\" {wrong}");
            if (uris.Count > Most)
                yield return new(member, $"At most {Most}.");
        }

        foreach (var origin in client.AllowedCorsOrigins.Where(origin => Origins.Of(origin) != origin))
            yield return new("allowed_cors_origins", $"\"{origin}\" is not an origin (scheme, host and port, in lower case, nothing after).");

        (string Member, string? Uri)[] links =
        [
            ("client_uri", client.ClientUri), ("logo_uri", client.LogoUri), ("policy_uri", client.PolicyUri), ("tos_uri", client.TosUri),
        ];
        foreach (var (member, uri) in links)
            if (uri is not null && CheckLink(uri) is { } wrong)
                yield return new(member, $"\"{uri}\" {wrong}");
    }

    private static string? CheckLink(string uri)
    {
        if (Origins.Of(uri) is null || uri.Length > RedirectUriRules.Longest || uri.Any(char.IsControl))
            return $"is not an http or https URI of at most {RedirectUriRules.Longest} characters.";
        var parsed = new Uri(uri);
        if (parsed.UserInfo.Length > 0)
            return "has a user name: it would pass for another host.";
        return parsed.HostNameType == UriHostNameType.IPv6 || Origins.InAscii(parsed) is not null ? null : "has a host that is no domain name.";
    }
}
