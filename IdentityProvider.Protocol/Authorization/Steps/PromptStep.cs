using System.Globalization;
using IdentityProvider.Protocol.Errors;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>What the user may or must be asked (OIDC Core 3.1.2.1): prompt and max_age.</summary>
internal sealed class PromptStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken) => Run(request);

    private static StepOutcome Run(AuthorizationRequest request)
    {
        var prompts = (request.Parameters["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (prompts.Except(PromptValues.All).Any())
            return ProtocolErrors.InvalidRequest("prompt has a value other than none, login, consent and select_account.");
        if (prompts.Contains(PromptValues.None) && prompts.Length > 1)
            return ProtocolErrors.InvalidRequest("prompt=none can't go with another prompt.");

        var maxAge = request.Client.DefaultMaxAge;
        if (request.Parameters["max_age"] is { } value)
        {
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return ProtocolErrors.InvalidRequest("max_age must be a number of seconds, zero or more.");
            maxAge = seconds;
        }

        return request with { Prompts = prompts, MaxAge = maxAge };
    }
}
