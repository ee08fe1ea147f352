using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>Only <c>code</c>: what comes through the browser is never a token (RFC 9700 2.1.2).</summary>
internal sealed class ResponseTypeStep : IAuthorizationStep
{
    private const string Code = "code";

    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = request.Parameters["response_type"] switch
        {
            null => ProtocolErrors.InvalidRequest("response_type is missing."),
            Code when request.Client.ResponseTypes.Contains(Code) && request.Client.GrantTypes.Contains(GrantTypes.AuthorizationCode) => request,
            Code => ProtocolErrors.UnauthorizedClient("This client is not registered for response_type code."),
            _ => ProtocolErrors.UnsupportedResponseType("Only response_type code is supported."),
        };
        return outcome;
    }
}
