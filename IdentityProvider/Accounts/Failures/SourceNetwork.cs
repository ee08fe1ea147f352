using System.Net;
using System.Net.Sockets;

namespace IdentityProvider.Accounts.Failures;

/// <summary>Which network an address belongs to: whoever has one address of an IPv6 /64 has all of them.</summary>
internal static class SourceNetwork
{
    private const int PrefixBytes = 8;

    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var ip))
            return "unknown";
        if (ip.IsIPv4MappedToIPv6)
            ip = ip.MapToIPv4();
        if (ip.AddressFamily != AddressFamily.InterNetworkV6)
            return ip.ToString();
        var bytes = ip.GetAddressBytes();
        Array.Clear(bytes, PrefixBytes, bytes.Length - PrefixBytes);
        return new IPAddress(bytes) + "/64";
    }
}
