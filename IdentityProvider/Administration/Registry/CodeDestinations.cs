using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>Where a client's codes can go, as people see it who allow the client something: the consent page names the host, and no path.</summary>
internal static class CodeDestinations
{
    /// <summary>The console's own callback, for a run of a client's flow.</summary>
    public const string ConsolePath = "/admin/clients/callback";

    /// <summary>The origins, and an app's own schemes. The console is none: it is the provider, which made the codes.</summary>
    public static IEnumerable<string> Of(Client client, string issuer) =>
        client.RedirectUris.Where(uri => uri != issuer + ConsolePath).Select(uri => Of(uri, client.ApplicationType == "native")).Distinct();

    private static string Of(string uri, bool isNative)
    {
        if (Origins.Of(uri) is not { } origin)
            return uri[..uri.IndexOf(':', StringComparison.Ordinal)];
        // RFC 8252 7.3: there a native app chooses its port.
        return isNative && new Uri(origin) is { Scheme: "http", Host: "127.0.0.1" or "[::1]" } loopback ? $"http://{loopback.Host}:*" : origin;
    }
}
