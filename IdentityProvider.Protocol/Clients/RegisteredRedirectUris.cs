namespace IdentityProvider.Protocol.Clients;

/// <summary>Where an answer to a client may go.</summary>
internal static class RegisteredRedirectUris
{
    /// <summary>
    /// Whether the client has registered it. Compared as strings (RFC 9700 2.1); a native client at the loopback address may choose its port
    /// (RFC 8252 7.3).
    /// </summary>
    public static bool Have(Client client, string requested) => client.RedirectUris.Any(registered => Matches(registered, requested, client));

    private static bool Matches(string registered, string requested, Client client)
    {
        if (registered == requested)
            return true;
        return client.ApplicationType == "native"
            && WithoutLoopbackPort(registered) is { } registeredRest
            && WithoutLoopbackPort(requested) is { } requestedRest
            && registeredRest == requestedRest;
    }

    private static string? WithoutLoopbackPort(string uri)
    {
        foreach (var host in (ReadOnlySpan<string>)["http://127.0.0.1", "http://[::1]"])
        {
            if (!uri.StartsWith(host, StringComparison.Ordinal))
                continue;
            var rest = uri.AsSpan(host.Length);
            if (rest.StartsWith(":"))
            {
                var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
                var port = digits < 0 ? rest[1..] : rest[1..(digits + 1)];
                if (!ushort.TryParse(port, out _))
                    return null;
                rest = rest[(port.Length + 1)..];
            }

            return rest.Length == 0 || rest[0] is '/' or '?' ? host + rest.ToString() : null;
        }

        return null;
    }
}
