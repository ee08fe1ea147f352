using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Data.Clients;

/// <summary>The configured clients as they are now, in memory.</summary>
internal sealed class ClientCatalog(
    IOptions<ClientsOptions> options, IConfiguration configuration, IHostEnvironment environment, IServer server,
    IHostApplicationLifetime lifetime, ILogger<ClientCatalog> logger)
{
    private const string OriginPlaceholder = "\"{origin}";

    /// <summary>Where the demo clients are; a published build comes without them.</summary>
    public static readonly string DemoFile = Path.Combine(AppContext.BaseDirectory, "demo-clients.json");

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ClientFile> _files = ClientFileReader.ReadAll(options.Value, environment);
    private ConfiguredClients? _current;

    public ConfiguredClients Current
    {
        get
        {
            if (_current is { } current)
                return current;
            lock (_gate)
                return _current ?? Merge();
        }
    }

    private ConfiguredClients Merge()
    {
        var hasDemo = options.Value.Demo && environment.IsDevelopment();
        var clients = new ClientFileMerge(anyHttp: environment.IsDevelopment()).Merge(_files, hasDemo ? ReadDemo() : null);

        // The demo clients live at our own addresses, which are known once the server listens.
        if (hasDemo && !lifetime.ApplicationStarted.IsCancellationRequested)
            return clients;
        logger.ClientsLoaded(clients.Count, clients.Resources.ApiScopes.Count, clients.Resources.Apis.Count);
        return _current = clients;
    }

    private ClientFile ReadDemo()
    {
        // An issuer may have a path, and the demo app then lives under it.
        var origins = configuration["Issuer"] is { Length: > 0 } issuer ? [issuer.TrimEnd('/')] : Origins.Of(server);
        return ClientFileReader.Read(DemoFile, text => Expand(text, origins));
    }

    /// <summary>Every URI that begins with the placeholder becomes one for each origin.</summary>
    private static string Expand(string text, IReadOnlyList<string> origins)
    {
        for (var start = text.IndexOf(OriginPlaceholder, StringComparison.Ordinal); start >= 0; start = text.IndexOf(OriginPlaceholder, StringComparison.Ordinal))
        {
            var end = text.IndexOf('"', start + 1);
            var path = text[(start + OriginPlaceholder.Length)..end];
            text = text[..start] + string.Join(", ", origins.Select(origin => $"\"{origin}{path}\"")) + text[(end + 1)..];
        }

        return text;
    }
}
