using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Events;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>How the host's pages look at a waiting authorization request and decide about it.</summary>
public sealed class AuthorizationInteraction
{
    private readonly PendingRequests _pending;
    private readonly IClientStore _clients;
    private readonly IResourceStore _resources;
    private readonly Consents _consents;
    private readonly IEnumerable<IEventSink> _sinks;

    internal AuthorizationInteraction(
        PendingRequests pending, IClientStore clients, IResourceStore resources, Consents consents, IEnumerable<IEventSink> sinks) =>
        (_pending, _clients, _resources, _consents, _sinks) = (pending, clients, resources, consents, sinks);

    /// <summary>The waiting request of that handle; null: there is none, it has expired, or it was begun in another browser.</summary>
    public async Task<PendingAuthorization?> FindAsync(string? handle, CancellationToken cancellationToken)
    {
        if (await _pending.FindAsync(handle, cancellationToken) is not { } pending
            || await _clients.FindAsync(pending.Parameters["client_id"], cancellationToken) is not { Enabled: true } client)
            return null;

        var catalogue = await _resources.GetAsync(cancellationToken);
        return new PendingAuthorization
        {
            Handle = handle!,
            Client = client,
            Scopes = [.. pending.AskedScopes.Select(scope => Describe(scope, catalogue))],
            LoginHint = pending.Parameters.GetValueOrDefault("login_hint"),
            Display = pending.Parameters.GetValueOrDefault("display"),
            UiLocales = Words(pending, "ui_locales"),
            AcrValues = Words(pending, "acr_values"),
            Reauthenticate = pending.Reauthenticate,
            RedirectUri = pending.Parameters["redirect_uri"],
            CreatedAt = pending.StartedAt,
        };
    }

    /// <summary>The user goes on with the account that is signed in.</summary>
    public Task ConfirmAccountAsync(string handle, CancellationToken cancellationToken) =>
        _pending.DecideAsync(handle, pending => pending.Decisions with { AccountConfirmed = true }, cancellationToken);

    /// <summary>The user allows these scopes; others that the page asked for are not granted.</summary>
    /// <param name="handle">The waiting request.</param>
    /// <param name="subject">Who allows it: the user signed in.</param>
    /// <param name="scopes">What is allowed.</param>
    /// <param name="remember">Whether not to ask again.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task GrantConsentAsync(string handle, string subject, IReadOnlyCollection<string> scopes, bool remember, CancellationToken cancellationToken)
    {
        if (await _pending.FindAsync(handle, cancellationToken) is not { } pending)
            return;
        var clientId = pending.Parameters["client_id"];
        var allowed = pending.AskedScopes.Where(scopes.Contains).ToList();
        await _pending.DecideAsync(handle, waiting => waiting.Decisions with { ConsentSubject = subject, ConsentScopes = allowed }, cancellationToken);

        // It is decided, and the browser may ask for the answer at once: what belongs to it is written though the page was closed.
        if (remember)
            await _consents.AddAsync(subject, clientId, allowed, CancellationToken.None);
        await _sinks.RaiseAsync(new(ProtocolEvents.ConsentGiven, clientId, subject, "Scopes: " + ScopeList.Format(allowed)), CancellationToken.None);
    }

    /// <summary>The user says no: the client is told <c>access_denied</c>.</summary>
    public Task DenyAsync(string handle, CancellationToken cancellationToken) =>
        _pending.DecideAsync(handle, pending => pending.Decisions with { Denied = true }, cancellationToken);

    /// <summary>Where a page sends the browser when it is done: the request goes on from there.</summary>
    public static string ResumePath(string handle) => $"{ProtocolPaths.AuthorizeResume}?request={Uri.EscapeDataString(handle)}";

    private static RequestedScope Describe(string scope, Resources catalogue) => scope switch
    {
        StandardScopes.OfflineAccess => new(scope, "Stay signed in", "Keep access while you are not using the app.", Required: false),
        _ when catalogue.FindIdentityScope(scope) is { } identity => new(scope, identity.DisplayName, null, Required: scope == StandardScopes.OpenId),
        _ when catalogue.FindApiScope(scope) is { } api => new(scope, api.DisplayName ?? scope, api.Description, Required: false),
        _ => new(scope, scope, null, Required: false),
    };

    private static string[] Words(PendingRequest pending, string name) =>
        (pending.Parameters.GetValueOrDefault(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>An authorization request that waits for the user.</summary>
public sealed record PendingAuthorization
{
    public required string Handle { get; init; }

    public required Client Client { get; init; }

    /// <summary>What the consent page asks for.</summary>
    public required IReadOnlyList<RequestedScope> Scopes { get; init; }

    /// <summary>Whom the client expects: a phone number, an e-mail address, anything. Never trusted.</summary>
    public string? LoginHint { get; init; }

    public IReadOnlyList<string> UiLocales { get; init; } = [];

    public string? Display { get; init; }

    public IReadOnlyList<string> AcrValues { get; init; } = [];

    /// <summary>The sign-in page must ask even if somebody is signed in.</summary>
    public bool Reauthenticate { get; init; }

    /// <summary>Where the browser will end up.</summary>
    public required string RedirectUri { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A scope, in words for people.</summary>
/// <param name="Name">The scope.</param>
/// <param name="DisplayName">What it means.</param>
/// <param name="Description">A sentence more; null: none.</param>
/// <param name="Required">The user can't leave it out and go on.</param>
public sealed record RequestedScope(string Name, string DisplayName, string? Description, bool Required);
