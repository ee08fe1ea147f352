using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IdentityProvider.Data.Clients;

/// <summary>Origins: scheme, host and port.</summary>
internal static class Origins
{
    /// <summary>The origin of an http or https URI, in lower case and without a default port; null for any other text.</summary>
    public static string? Of(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" && parsed.Host.Length > 0
            ? $"{parsed.Scheme}://{parsed.Authority}"
            : null;

    /// <summary>The origin as a header can name it: without a user name, and with the host in ASCII. Null: it can't be named so, as an IPv6 address.</summary>
    public static string? InAscii(Uri uri)
    {
        try
        {
            var host = uri.IdnHost;
            return host.Length > 0 && host.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_')
                ? $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}"
                : null;
        }
        catch (UriFormatException)
        {
            // Letters that no domain name has.
            return null;
        }
    }

    /// <summary>Where browsers on this machine reach the server: the addresses it listens on, with names for "any address".</summary>
    public static IReadOnlyList<string> Of(IServer server)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var origins = addresses.SelectMany(Reachable).Distinct(StringComparer.Ordinal).ToList();
        return origins.Count > 0 ? origins : ["http://localhost"];
    }

    private static IEnumerable<string> Reachable(string address)
    {
        var binding = BindingAddress.Parse(address);
        var port = binding.Port is 80 or 443 && (binding.Port == 443) == (binding.Scheme == "https") ? "" : $":{binding.Port}";
        string[] hosts = binding.Host is "localhost" or "127.0.0.1" or "0.0.0.0" or "[::]" or "[::1]" or "+" or "*"
            ? ["localhost", "127.0.0.1"]
            : [binding.Host];
        return binding.IsUnixPipe ? [] : hosts.Select(host => $"{binding.Scheme}://{host}{port}".ToLowerInvariant());
    }
}
