using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>RFC 6749 3.1: parameters must not be included more than once.</summary>
internal sealed class RepeatedParametersStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = request.Parameters.Repeated.Count == 0 ? request : ProtocolErrors.InvalidRequest("A parameter came more than once.");
        return outcome;
    }
}
