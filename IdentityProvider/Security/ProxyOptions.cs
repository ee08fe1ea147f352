using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace IdentityProvider.Security;

/// <summary>The reverse proxies in front of this server: the section <c>Proxies</c> of the configuration.</summary>
public sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>) whose <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are believed. Default: none, and the headers are ignored.
    /// </summary>
    public IList<string> Known { get; } = [];
}

/// <summary>Refuses entries that are neither an address nor a network.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var wrong = options.Known.Where(entry => !IPAddress.TryParse(entry, out _) && !IPNetwork.TryParse(entry, out _)).ToList();
        return wrong.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(wrong.Select(entry =>
                $"Proxies:Known holds \"{entry}\", which is neither an IP address (10.0.0.7) nor a network (10.0.0.0/8)."));
    }
}

/// <summary>Takes forwarded headers from the known proxies, and from nobody else.</summary>
internal sealed class ForwardedHeadersSetup(IOptions<ProxyOptions> proxies) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        // With no proxy listed the middleware would believe everybody.
        options.ForwardedHeaders = proxies.Value.Known.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // A chain of known proxies is walked back to the first address that is none of them.
        options.ForwardLimit = null;
        // The framework trusts loopback by default; a server that shares its host with others must not.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in proxies.Value.Known)
        {
            if (IPAddress.TryParse(entry, out var address))
                options.KnownProxies.Add(address);
            else
                options.KnownIPNetworks.Add(IPNetwork.Parse(entry));
        }
    }
}
