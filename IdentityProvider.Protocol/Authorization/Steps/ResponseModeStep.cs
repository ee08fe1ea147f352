using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>How the answer is sent (OAuth 2.0 Multiple Response Types 2.1). An unknown mode is told by the query, the default.</summary>
internal sealed class ResponseModeStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = request.Parameters["response_mode"] switch
        {
            null => request,
            var mode when ResponseModes.All.Contains(mode) => request with { ResponseMode = mode },
            _ => ProtocolErrors.InvalidRequest("response_mode is not one of query, fragment and form_post."),
        };
        return outcome;
    }
}
