using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>What is asked for (RFC 6749 3.3): scopes that exist and that the client may ask for.</summary>
internal sealed class ScopeStep(IResourceStore resources) : IAuthorizationStep
{
    private const int Longest = 2000;

    public async ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        if (request.Parameters["scope"] is not { Length: <= Longest } value)
            return ProtocolErrors.InvalidScope("scope is missing, or too long.");
        if (ScopeList.TryParse(value) is not { Count: > 0 } scopes)
            return ProtocolErrors.InvalidScope("scope has characters that no scope has.");

        var catalogue = await resources.GetAsync(cancellationToken);
        var allowed = ScopeList.Of(request.Client);
        if (scopes.Any(scope => scope != StandardScopes.OfflineAccess && !(catalogue.Knows(scope) && allowed.Contains(scope))))
            return ProtocolErrors.InvalidScope("scope names one that does not exist, or that this client may not ask for.");

        // OIDC Core 11: a request for offline access that can't be met is ignored, not refused.
        var offline = request.Client.GrantTypes.Contains(GrantTypes.RefreshToken) && allowed.Contains(StandardScopes.OfflineAccess);
        return request with { Scopes = offline ? scopes : [.. scopes.Where(scope => scope != StandardScopes.OfflineAccess)] };
    }
}
