using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>
/// The user agrees to what the client asks for, now or earlier (OIDC Core 3.1.2.4). A claim that is asked for by itself
/// is agreed to with the scope it belongs to: it makes no difference to the user by which way it gets out.
/// </summary>
internal sealed class ConsentStep(Consents consents, IResourceStore resources) : IAuthorizationStep
{
    public async ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var anew = request.Prompts.Contains(PromptValues.Consent);
        if (!request.Client.NeedsConsent && !anew)
            return request;

        var catalogue = await resources.GetAsync(cancellationToken);
        var wanted = request.Scopes.Union(ScopesOf(request.Claims, catalogue)).ToList();
        var subject = request.Session!.Subject;
        var remembered = request.Client.NeedsConsent ? await consents.FindAsync(subject, request.Client.ClientId, cancellationToken) : [];
        // What another user allowed in this browser counts for nothing.
        if (request.Decisions.ConsentSubject == subject)
            return Apply(request, request.Decisions.ConsentScopes.Union(anew ? [] : remembered).ToHashSet(), catalogue);

        var open = wanted.Where(scope => anew || !remembered.Contains(scope)).ToList();
        if (open.Count == 0)
            return request;
        if (!request.IsSilent)
            return new Question.Consent(open);
        // OIDC Core 11: offline access without consent to it is ignored, so that a silent renewal does not fail for it.
        return open is [StandardScopes.OfflineAccess]
            ? request with { Scopes = [.. request.Scopes.Except(open)] }
            : ProtocolErrors.ConsentRequired;
    }

    private static StepOutcome Apply(AuthorizationRequest request, HashSet<string> allowed, Resources catalogue)
    {
        var scopes = request.Scopes.Where(allowed.Contains).ToList();
        // Without openid there is no sign-in, and without any scope there is nothing at all.
        if (scopes.Count == 0 || (request.Scopes.Contains(StandardScopes.OpenId) && !scopes.Contains(StandardScopes.OpenId)))
            return ProtocolErrors.AccessDenied("The user did not allow what the request needs.");

        bool IsAllowed(string claim) => catalogue.IdentityScopes.Any(scope => allowed.Contains(scope.Name) && scope.Claims.Contains(claim));
        return request with
        {
            Scopes = scopes,
            Claims = new RequestedClaims([.. request.Claims.IdToken.Where(IsAllowed)], [.. request.Claims.UserInfo.Where(IsAllowed)]),
        };
    }

    private static IEnumerable<string> ScopesOf(RequestedClaims claims, Resources catalogue) =>
        claims.IdToken.Concat(claims.UserInfo).Select(claim => catalogue.IdentityScopes.First(scope => scope.Claims.Contains(claim)).Name);
}
