using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Data.Clients;

/// <summary>The clients, scopes and APIs as they are now, in memory. A request looks here and never into the database.</summary>
public sealed class ClientCatalog(
    IOptions<ClientsOptions> options, IConfiguration configuration, IHostEnvironment environment, IServer server,
    IHostApplicationLifetime lifetime, ILogger<ClientCatalog> logger)
{
    private const string OriginPlaceholder = "\"{origin}";

    /// <summary>Where the demo clients are; a published build comes without them.</summary>
    public static readonly string DemoFile = Path.Combine(AppContext.BaseDirectory, "demo-clients.json");

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<ClientFile> _files = ClientFileReader.ReadAll(options.Value, environment);
    private RegistryRows _registered = RegistryRows.None;
    private IReadOnlyList<string> _warned = [];
    private volatile CatalogSnapshot? _current;

    internal CatalogSnapshot Current
    {
        get
        {
            if (_current is { } current)
                return current;
            lock (_gate)
                return _current ?? Keep();
        }
    }

    /// <summary>Of the registry in the database; -1: nobody has looked yet.</summary>
    internal long Version
    {
        get
        {
            lock (_gate)
                return _registered.Version;
        }
    }

    /// <summary>From now on this is what is registered beside the files.</summary>
    internal void Replace(RegistryRows registered)
    {
        lock (_gate)
        {
            _registered = registered;
            Warn(Keep().Shadowed, registered.Unreadable);
        }
    }

    /// <summary>The catalogue as it would be with these.</summary>
    internal CatalogSnapshot With(RegistryRows registered)
    {
        var demo = options.Value.Demo && environment.IsDevelopment() ? ReadDemo() : null;
        return new CatalogBuilder(anyHttp: environment.IsDevelopment()).AddFiles(_files, demo).AddRegistered(registered).Build();
    }

    private CatalogSnapshot Keep()
    {
        var snapshot = With(_registered);

        // The demo clients live at our own addresses, which are known once the server listens.
        if (options.Value.Demo && environment.IsDevelopment() && !lifetime.ApplicationStarted.IsCancellationRequested)
            return snapshot;
        if (_current is null)
            logger.ClientsLoaded(snapshot.Clients.Count, snapshot.Scopes.Count, snapshot.Apis.Count);
        return _current = snapshot;
    }

    private void Warn(IReadOnlyList<string> shadowed, IReadOnlyList<string> unreadable)
    {
        List<string> all = [.. shadowed, .. unreadable];
        if (shadowed.Count > 0 && !all.SequenceEqual(_warned))
            logger.RegisteredNamesShadowed(string.Join(", ", shadowed));
        if (unreadable.Count > 0 && !all.SequenceEqual(_warned))
            logger.RegisteredEntriesUnreadable(string.Join(", ", unreadable));
        _warned = all;
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
