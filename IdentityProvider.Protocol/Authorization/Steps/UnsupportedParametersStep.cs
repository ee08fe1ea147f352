using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>
/// Parameters that carry parts of the request in a way not offered here. To ignore them would be to act on half a
/// request (OIDC Core 6.1, 7.2.1).
/// </summary>
internal sealed class UnsupportedParametersStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = request.Parameters switch
        {
            var parameters when parameters["request"] is not null => ProtocolErrors.RequestNotSupported,
            var parameters when parameters["request_uri"] is not null => ProtocolErrors.RequestUriNotSupported,
            var parameters when parameters["registration"] is not null => ProtocolErrors.RegistrationNotSupported,
            _ => request,
        };
        return outcome;
    }
}
