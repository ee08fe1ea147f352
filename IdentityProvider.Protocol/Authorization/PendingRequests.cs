using System.Text.Json;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>Requests that wait for the user, kept under a short handle and for the browser that began them alone.</summary>
internal sealed class PendingRequests(IPersistedGrantStore store, BrowserBinding browser, IOptions<ProtocolOptions> options)
{
    /// <summary>What a step reads; anybody may send more, and none of it is kept.</summary>
    private static readonly HashSet<string> Kept =
    [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
        "prompt", "max_age", "display", "ui_locales", "claims_locales", "login_hint", "id_token_hint", "acr_values", "claims",
    ];

    /// <summary>Keeps a request; returns its handle.</summary>
    public async Task<string> AddAsync(AuthorizationRequest request, Question question, CancellationToken cancellationToken)
    {
        var handle = RandomHandle.Create();
        var parameters = request.Parameters.Values.Where(parameter => Kept.Contains(parameter.Key)).ToDictionary();
        var pending = new PendingRequest(
            parameters, request.StartedAt, browser.FindOrCreate(), request.Session is not null, ScopesOf(question), request.Decisions);
        await StoreAsync(handle, request.Client.ClientId, pending, cancellationToken);
        return handle;
    }

    /// <summary>Keeps it on, now for this question.</summary>
    public Task UpdateAsync(string handle, AuthorizationRequest request, PendingRequest pending, Question question, CancellationToken cancellationToken) =>
        StoreAsync(handle, request.Client.ClientId, pending with { Reauthenticate = request.Session is not null, AskedScopes = ScopesOf(question) }, cancellationToken);

    /// <summary>Notes what a page decided.</summary>
    public async Task DecideAsync(string handle, Func<PendingRequest, Decisions> decide, CancellationToken cancellationToken)
    {
        if (await FindAsync(handle, cancellationToken) is { } pending)
            await StoreAsync(handle, pending.Parameters["client_id"], pending with { Decisions = decide(pending) }, cancellationToken);
    }

    /// <summary>Null: there is none, it has expired, or another browser began it.</summary>
    public async Task<PendingRequest?> FindAsync(string? handle, CancellationToken cancellationToken)
    {
        if (handle is null || await store.FindAsync(PersistedGrantTypes.AuthorizationRequest, RandomHandle.Hash(handle), cancellationToken) is not { } grant)
            return null;
        var pending = JsonSerializer.Deserialize<PendingRequest>(grant.Data, JsonFormat.Options)!;
        return browser.Matches(pending.Browser) ? pending : null;
    }

    public Task RemoveAsync(string handle, CancellationToken cancellationToken) =>
        store.RemoveAsync(PersistedGrantTypes.AuthorizationRequest, RandomHandle.Hash(handle), cancellationToken);

    private static IReadOnlyList<string> ScopesOf(Question question) => question is Question.Consent(var scopes) ? scopes : [];

    private Task StoreAsync(string handle, string clientId, PendingRequest pending, CancellationToken cancellationToken) =>
        store.StoreAsync(new PersistedGrant
        {
            Type = PersistedGrantTypes.AuthorizationRequest,
            Key = RandomHandle.Hash(handle),
            ClientId = clientId,
            CreatedAt = pending.StartedAt,
            ExpiresAt = pending.StartedAt + options.Value.InteractionLifetime,
            Data = JsonSerializer.Serialize(pending, JsonFormat.Options),
        }, cancellationToken);
}

/// <summary>A request that waits.</summary>
/// <param name="Parameters">As they came.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Browser">Hash of the browser's binding cookie.</param>
/// <param name="Reauthenticate">Somebody was signed in and that was not enough: the sign-in page must ask all the same.</param>
/// <param name="AskedScopes">What the consent page asks for.</param>
/// <param name="Decisions">What the pages have decided.</param>
internal sealed record PendingRequest(
    IReadOnlyDictionary<string, string> Parameters, DateTimeOffset StartedAt, string Browser, bool Reauthenticate, IReadOnlyList<string> AskedScopes, Decisions Decisions);
