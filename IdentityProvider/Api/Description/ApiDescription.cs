using IdentityProvider.Accounts;
using IdentityProvider.Administration.Registry;

namespace IdentityProvider.Api.Description;

/// <summary>A status that an operation answers with when it succeeds.</summary>
/// <param name="Status">Null: as the policy has it for updates.</param>
/// <param name="Body">The type of the body; null: an empty object.</param>
/// <param name="WithTokens">Under which policy the tokens are there too; null: under none.</param>
internal sealed record Answer(int? Status, Type? Body, Func<AccountPolicy, bool>? WithTokens = null)
{
    /// <summary>Whether it says by <c>ETag</c> which version it is, and by <c>Location</c> where it is, if it is new.</summary>
    public bool HasVersion { get; init; }

    /// <summary>The types of files, one of which is the body instead; empty: it is none.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>A refusal of an operation, and under which policy it can happen; null: under any.</summary>
internal sealed record Refusal(AccountError Error, Func<AccountPolicy, bool>? When = null)
{
    public static implicit operator Refusal(AccountError error) => new(error);

    public bool IsPossible(AccountPolicy policy) => When is null || When(policy);
}

/// <summary>What an operation takes: members of its body, or parameters in the query.</summary>
internal sealed record Request(IReadOnlyList<Field> Members, bool IsQuery = false)
{
    /// <summary>Whether there need be no body at all.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>It says by <c>If-Match</c> which version it is about, or may.</summary>
internal sealed record VersionTaken(bool IsNeeded);

/// <summary>A token may come too, with this scope.</summary>
internal sealed record OptionalToken(string Scope);

/// <summary>The lowest role that may; empty: nobody may.</summary>
internal sealed record LeastRole(Func<AccountPolicy, string> Of);

/// <summary>
/// Says of a route what the OpenAPI document tells, beside the route. The tests hold every answer of the server against
/// it: a status, a code or a member that is not said here fails them.
/// </summary>
internal static class ApiDescription
{
    /// <param name="route">The route.</param>
    /// <param name="id">Its name in generated clients.</param>
    /// <param name="summary">What it does, in a few words.</param>
    /// <param name="details">What else to know, in Markdown.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string id, string summary, string? details = null)
    {
        route.WithName(id).WithSummary(summary);
        return details is null ? route : route.WithDescription(details);
    }

    /// <summary>A JSON object with these members: one that is unreadable is refused alike everywhere.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params Field[] members) =>
        route.WithMetadata(new Request(members)).Refuses(Refusals.OfAnyBody);

    /// <summary>The same; and it need not be there.</summary>
    public static RouteHandlerBuilder TakesOptional(this RouteHandlerBuilder route, params Field[] members) =>
        route.WithMetadata(new Request(members) { IsOptional = true }).Refuses(Refusals.OfAnyBody);

    /// <summary>Says which version it is about, against lost updates.</summary>
    public static RouteHandlerBuilder NeedsVersion(this RouteHandlerBuilder route) =>
        route.WithMetadata(new VersionTaken(IsNeeded: true)).Refuses(RegistryErrors.PreconditionRequired, AccountErrors.ChangedMeanwhile);

    /// <summary>May say which version it is about; else it is about any.</summary>
    public static RouteHandlerBuilder TakesVersion(this RouteHandlerBuilder route) =>
        route.WithMetadata(new VersionTaken(IsNeeded: false)).Refuses(AccountErrors.ChangedMeanwhile);

    public static RouteHandlerBuilder TakesParameters(this RouteHandlerBuilder route, params Field[] parameters) =>
        route.WithMetadata(new Request(parameters, IsQuery: true));

    /// <summary>Takes anybody, and does more for somebody who comes with a token of this scope.</summary>
    public static RouteHandlerBuilder TakesToken(this RouteHandlerBuilder route, string scope) => route.WithMetadata(new OptionalToken(scope));

    public static RouteHandlerBuilder NeedsRole(this RouteHandlerBuilder route, Func<AccountPolicy, string> leastRole) =>
        route.WithMetadata(new LeastRole(leastRole)).Refuses(AccountErrors.Forbidden);

    /// <summary>Succeeds with a body of this type.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK, Func<AccountPolicy, bool>? withTokens = null) =>
        route.Produces<T>(status).WithMetadata(new Answer(status, typeof(T), withTokens));

    /// <summary>Succeeds with a body of this type, and says which version of it this is.</summary>
    public static RouteHandlerBuilder AnswersVersion<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) =>
        route.Produces<T>(status).WithMetadata(new Answer(status, typeof(T)) { HasVersion = true });

    /// <summary>Succeeds with a file of one of these types.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder route, params string[] mediaTypes) =>
        route.Produces(StatusCodes.Status200OK).WithMetadata(new Answer(StatusCodes.Status200OK, Body: null) { Files = mediaTypes });

    /// <summary>Succeeds with nothing to say: an empty object.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK, Func<AccountPolicy, bool>? withTokens = null) =>
        route.Produces(status).WithMetadata(new Answer(status, Body: null, withTokens));

    /// <summary>Succeeds with the status that the policy has for updates.</summary>
    public static RouteHandlerBuilder AnswersUpdate<T>(this RouteHandlerBuilder route, bool hasVersion = false) =>
        route.Produces<T>().WithMetadata(new Answer(Status: null, typeof(T)) { HasVersion = hasVersion });

    /// <summary>Succeeds with the status that the policy has for updates, and nothing to say.</summary>
    public static RouteHandlerBuilder AnswersUpdate(this RouteHandlerBuilder route) =>
        route.Produces(StatusCodes.Status200OK).WithMetadata(new Answer(Status: null, Body: null));

    public static TBuilder Refuses<TBuilder>(this TBuilder route, params IEnumerable<Refusal> refusals) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata([.. refusals]);
}
