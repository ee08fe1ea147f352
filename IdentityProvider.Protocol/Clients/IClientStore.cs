namespace IdentityProvider.Protocol.Clients;

/// <summary>Where clients come from. The host supplies it.</summary>
public interface IClientStore
{
    /// <summary>The client of that identifier, enabled or not; null where there is none.</summary>
    ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a browser app at this origin (scheme, host and port, no path) belongs to an enabled client: the origin
    /// is one of <see cref="Client.AllowedCorsOrigins"/>, or that of an http(s) redirect URI.
    /// </summary>
    ValueTask<bool> AllowsOriginAsync(string origin, CancellationToken cancellationToken);
}
