using IdentityProvider.Protocol.Errors;
using IdentityProvider.Protocol.Tokens;

namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>RFC 7636 4.3 and 4.4.1: required of public clients and of those registered so; S256 alone.</summary>
internal sealed class ProofKeyStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        StepOutcome outcome = (request.Parameters["code_challenge"], request.Parameters["code_challenge_method"]) switch
        {
            (null, null) when !request.Client.NeedsPkce => request,
            (null, null) => ProtocolErrors.InvalidRequest("This client must use PKCE: send code_challenge and code_challenge_method=S256."),
            (null, _) => ProtocolErrors.InvalidRequest("code_challenge_method came without code_challenge."),
            // RFC 7636 4.3: left out, the method would be plain, which RFC 9700 2.1.1 rules out.
            (_, not ProofKey.Method) => ProtocolErrors.InvalidRequest("code_challenge_method must be S256."),
            var (challenge, _) when !ProofKey.IsWellFormed(challenge) => ProtocolErrors.InvalidRequest("code_challenge must be 43 to 128 unreserved characters."),
            var (challenge, _) => request with { CodeChallenge = challenge },
        };
        return outcome;
    }
}
