using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>Parameters that are passed on or only help (OIDC Core 3.1.2.1): their lengths, and whom id_token_hint names.</summary>
internal sealed class HintStep(IdTokens idTokens) : IAuthorizationStep
{
    private static readonly (string Name, int Longest)[] Limits =
    [
        ("state", 4096), ("nonce", 1024), ("login_hint", 512), ("acr_values", 512), ("ui_locales", 512), ("claims_locales", 512), ("display", 32), ("id_token_hint", 8192),
    ];

    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken) => Run(request);

    private StepOutcome Run(AuthorizationRequest request)
    {
        if (request.Parameters.HasControlCharacter)
            return ProtocolErrors.InvalidRequest("A parameter has a control character.");
        foreach (var (name, longest) in Limits)
        {
            if (request.Parameters[name] is { } value && value.Length > longest)
                return ProtocolErrors.InvalidRequest($"{name} is longer than {longest} characters.");
        }

        if (request.Parameters["display"] is { } display && !DisplayValues.All.Contains(display))
            return ProtocolErrors.InvalidRequest("display is not one of page, popup, touch and wap.");
        if (request.Parameters["id_token_hint"] is not { } token)
            return request;

        // An expired one will do; one of another issuer, another client or another kind will not.
        return idTokens.ReadHint(token) is { } hint && hint.ClientId == request.Client.ClientId
            ? request with { ExpectedSubject = hint.Subject }
            : ProtocolErrors.InvalidRequest("id_token_hint is not an ID token that this provider issued to this client.");
    }
}
