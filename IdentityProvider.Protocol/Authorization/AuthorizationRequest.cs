using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Sessions;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Authorization;

/// <summary>
/// An authorization request whose client and redirect URI are trusted. The steps of <see cref="AuthorizationPipeline"/>
/// fill in the rest, each in a copy.
/// </summary>
internal sealed record AuthorizationRequest
{
    public required ProtocolParameters Parameters { get; init; }

    public required Client Client { get; init; }

    public required string RedirectUri { get; init; }

    /// <summary>When the browser came with it first.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Who is signed in in this browser; null: nobody.</summary>
    public UserSession? Session { get; init; }

    /// <summary>What the pages have decided meanwhile.</summary>
    public Decisions Decisions { get; init; } = Decisions.None;

    public string ResponseMode { get; init; } = ResponseModes.Query;

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Seconds since the last sign-in after which the user must sign in again; null: no limit.</summary>
    public long? MaxAge { get; init; }

    public string? CodeChallenge { get; init; }

    /// <summary>Whom the client expects, by <c>id_token_hint</c> or by the claims parameter; null: anybody.</summary>
    public string? ExpectedSubject { get; init; }

    /// <summary>The authentication context classes of which one is essential; empty: none is.</summary>
    public IReadOnlyList<string> EssentialAcr { get; init; } = [];

    public RequestedClaims Claims { get; init; } = RequestedClaims.None;

    public string? State => Parameters["state"];

    /// <summary>No page may be shown.</summary>
    public bool IsSilent => Prompts.Contains(PromptValues.None);

    /// <summary>The user has signed in for this very request.</summary>
    public bool HasFreshSignIn => Session is { } session && session.AuthTime >= StartedAt;
}

/// <summary>What the host's pages have decided about a waiting request.</summary>
/// <param name="AccountConfirmed">The user goes on with the account that is signed in.</param>
/// <param name="Denied">The user said no.</param>
/// <param name="ConsentSubject">Who gave consent; null: nobody yet.</param>
/// <param name="ConsentScopes">To what.</param>
internal sealed record Decisions(bool AccountConfirmed, bool Denied, string? ConsentSubject, IReadOnlyList<string> ConsentScopes)
{
    public static Decisions None { get; } = new(false, false, null, []);
}
