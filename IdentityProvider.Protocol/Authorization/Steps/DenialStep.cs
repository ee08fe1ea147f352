using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>The user has said no (RFC 6749 4.1.2.1).</summary>
internal sealed class DenialStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = request.Decisions.Denied ? ProtocolErrors.AccessDenied("The user denied the request.") : request;
        return outcome;
    }
}
