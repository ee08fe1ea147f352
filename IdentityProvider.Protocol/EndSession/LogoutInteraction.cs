using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Protocol.EndSession;

/// <summary>How the host's logout page looks at a waiting logout. Ending the browser's session is the host's own part.</summary>
public sealed class LogoutInteraction
{
    private readonly PendingLogouts _pending;
    private readonly IClientStore _clients;

    internal LogoutInteraction(PendingLogouts pending, IClientStore clients) => (_pending, _clients) = (pending, clients);

    /// <summary>The waiting logout of that handle; null: there is none, it has expired, or another browser began it.</summary>
    public async Task<PendingLogout?> FindAsync(string? handle, CancellationToken cancellationToken)
    {
        if (await _pending.FindAsync(handle, cancellationToken) is not var (clientId, redirectUri))
            return null;
        return new PendingLogout(handle!, await _clients.FindAsync(clientId, cancellationToken), redirectUri);
    }

    /// <summary>Closes the waiting logout; returns where the browser is to go, with the client's state, or null: nowhere.</summary>
    public async Task<string?> CompleteAsync(string? handle, CancellationToken cancellationToken)
    {
        if (await FindAsync(handle, cancellationToken) is not { } pending)
            return null;
        await _pending.RemoveAsync(pending.Handle, cancellationToken);
        return pending.RedirectUri;
    }
}

/// <summary>A logout that waits for the user's word.</summary>
/// <param name="Handle">Its handle.</param>
/// <param name="Client">The client that sent the user; null: unknown.</param>
/// <param name="RedirectUri">Where the browser goes afterwards, with the client's state; null: nowhere.</param>
public sealed record PendingLogout(string Handle, Client? Client, string? RedirectUri);
