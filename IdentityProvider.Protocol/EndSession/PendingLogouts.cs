using System.Text.Json;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.EndSession;

/// <summary>Logouts that wait for the user's word, kept under a short handle and for the browser that began them alone.</summary>
internal sealed class PendingLogouts(IPersistedGrantStore store, BrowserBinding browser, IOptions<ProtocolOptions> options, TimeProvider time)
{
    public async Task<string> AddAsync(string? clientId, string? redirectUri, CancellationToken cancellationToken)
    {
        var handle = RandomHandle.Create();
        var now = time.GetUtcNow();
        await store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.LogoutRequest,
            Key = RandomHandle.Hash(handle),
            ClientId = clientId ?? "",
            CreatedAt = now,
            ExpiresAt = now + options.Value.InteractionLifetime,
            Data = JsonSerializer.Serialize(new Content(browser.FindOrCreate(), redirectUri), JsonFormat.Options),
        }, cancellationToken);
        return handle;
    }

    /// <summary>The client (empty: unknown) and where to go afterwards; null: there is no such logout in this browser.</summary>
    public async Task<(string ClientId, string? RedirectUri)?> FindAsync(string? handle, CancellationToken cancellationToken)
    {
        if (handle is null || await store.FindAsync(PersistedGrantTypes.LogoutRequest, RandomHandle.Hash(handle), cancellationToken) is not { } grant)
            return null;
        var content = JsonSerializer.Deserialize<Content>(grant.Data, JsonFormat.Options)!;
        return browser.Matches(content.Browser) ? (grant.ClientId, content.RedirectUri) : null;
    }

    public Task RemoveAsync(string handle, CancellationToken cancellationToken) =>
        store.RemoveAsync(PersistedGrantTypes.LogoutRequest, RandomHandle.Hash(handle), cancellationToken);

    private sealed record Content(string Browser, string? RedirectUri);
}
