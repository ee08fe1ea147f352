using System.Text;
using System.Text.Json.Nodes;
using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Jose;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>
/// The claims parameter (OIDC Core 5.5). Claims that are not known here, or that belong to scopes the client may not ask
/// for, are ignored; sub and acr, asked for with a value, say who must be signed in and how.
/// </summary>
internal sealed class ClaimsStep(IResourceStore resources) : IAuthorizationStep
{
    private const int Longest = 8192;

    public async ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters["claims"] is not { } value)
            return request;
        if (value.Length > Longest || StrictJson.ParseObject(Encoding.UTF8.GetBytes(value)) is not { } claims)
            return Malformed;
        if (!TryFind(claims, "userinfo", out var userInfo) || !TryFind(claims, "id_token", out var idToken))
            return Malformed;

        var catalogue = await resources.GetAsync(cancellationToken);
        var allowed = ScopeList.Of(request.Client);
        var known = catalogue.IdentityScopes.Where(scope => allowed.Contains(scope.Name)).SelectMany(scope => scope.Claims).ToHashSet();
        var subject = idToken["sub"] is JsonObject sub ? StrictJson.Text(sub, "value") : null;
        if (subject is not null && request.ExpectedSubject is { } hinted && hinted != subject)
            return ProtocolErrors.InvalidRequest("id_token_hint and the claims parameter name different users.");

        return request with
        {
            Claims = new RequestedClaims(NamesIn(idToken, known), NamesIn(userInfo, known)),
            ExpectedSubject = subject ?? request.ExpectedSubject,
            EssentialAcr = EssentialAcrIn(idToken),
        };
    }

    private static ProtocolError Malformed { get; } =
        ProtocolErrors.InvalidRequest("claims must be a JSON object whose members userinfo and id_token are objects of claim requests.");

    /// <summary>A member that is left out is an empty one; one of another type, or with a request that is neither null nor an object, is an error.</summary>
    private static bool TryFind(JsonObject claims, string name, out JsonObject member)
    {
        member = claims[name] as JsonObject ?? [];
        return (claims[name] is null or JsonObject) && member.All(claim => claim.Value is null or JsonObject);
    }

    private static List<string> NamesIn(JsonObject member, HashSet<string> known) =>
        [.. member.Select(claim => claim.Key).Where(name => name != "sub" && known.Contains(name))];

    /// <summary>OIDC Core 5.5.1.1: acr as an essential claim with value or values must be met, or the request fails.</summary>
    private static IReadOnlyList<string> EssentialAcrIn(JsonObject idToken)
    {
        if (idToken["acr"] is not JsonObject acr || acr["essential"] is not JsonValue essential || !essential.TryGetValue<bool>(out var isEssential) || !isEssential)
            return [];
        return acr.ContainsKey("value") ? StrictJson.Texts(acr, "value") : StrictJson.Texts(acr, "values");
    }
}
