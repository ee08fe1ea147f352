using IdentityProvider.Protocol.Errors;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>The right user, signed in recently enough and well enough (OIDC Core 3.1.2.3).</summary>
internal sealed class SignInStep(IOptions<ProtocolOptions> options, TimeProvider time) : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken) => Run(request);

    private StepOutcome Run(AuthorizationRequest request)
    {
        // A class that no sign-in here can reach: no page would help.
        if (request.EssentialAcr.Count > 0 && !request.EssentialAcr.Intersect(options.Value.AcrValuesSupported).Any())
            return ProtocolErrors.UnmetAuthenticationRequirements;
        if (IsRight(request) && (IsRecent(request) || request.HasFreshSignIn))
            return request;
        if (request.IsSilent)
            return ProtocolErrors.LoginRequired;
        // Somebody has just signed in for this request and is still not the one: to ask again would go in a circle.
        if (request.HasFreshSignIn)
            return request.EssentialAcr.Count > 0 && !HasAcr(request) ? ProtocolErrors.UnmetAuthenticationRequirements : ProtocolErrors.LoginRequired;
        return new Question.SignIn();
    }

    private static bool IsRight(AuthorizationRequest request) =>
        request.Session is { } session
        && (request.ExpectedSubject is null || request.ExpectedSubject == session.Subject)
        && (request.EssentialAcr.Count == 0 || HasAcr(request));

    private static bool HasAcr(AuthorizationRequest request) => request.Session?.Acr is { } acr && request.EssentialAcr.Contains(acr);

    private bool IsRecent(AuthorizationRequest request)
    {
        if (request.Prompts.Contains(PromptValues.Login))
            return false;
        return request.MaxAge is not { } seconds || time.GetUtcNow() - request.Session!.AuthTime <= TimeSpan.FromSeconds(seconds);
    }
}
