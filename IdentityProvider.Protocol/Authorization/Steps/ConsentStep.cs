using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>The user agrees to what the client asks for, now or earlier (OIDC Core 3.1.2.4).</summary>
internal sealed class ConsentStep(Consents consents) : IAuthorizationStep
{
    public async ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var anew = request.Prompts.Contains(PromptValues.Consent);
        if (!request.Client.NeedsConsent && !anew)
            return request;

        var subject = request.Session!.Subject;
        var remembered = request.Client.NeedsConsent ? await consents.FindAsync(subject, request.Client.ClientId, cancellationToken) : [];
        // What another user allowed in this browser counts for nothing.
        if (request.Decisions.ConsentSubject == subject)
            return Apply(request, request.Decisions.ConsentScopes.Union(anew ? [] : remembered).ToHashSet());

        var open = request.Scopes.Where(scope => anew || !remembered.Contains(scope)).ToList();
        if (open.Count == 0)
            return request;
        if (!request.IsSilent)
            return new Question.Consent(open);
        // OIDC Core 11: offline access without consent to it is ignored, so that a silent renewal does not fail for it.
        return open is [StandardScopes.OfflineAccess]
            ? request with { Scopes = [.. request.Scopes.Except(open)] }
            : ProtocolErrors.ConsentRequired;
    }

    private static StepOutcome Apply(AuthorizationRequest request, HashSet<string> allowed)
    {
        var scopes = request.Scopes.Where(allowed.Contains).ToList();
        // Without openid there is no sign-in, and without any scope there is nothing at all.
        var useless = scopes.Count == 0 || (request.Scopes.Contains(StandardScopes.OpenId) && !scopes.Contains(StandardScopes.OpenId));
        return useless ? ProtocolErrors.AccessDenied("The user did not allow what the request needs.") : request with { Scopes = scopes };
    }
}
