namespace IdentityProvider.Protocol.Authorization;

/// <summary>One step of <see cref="AuthorizationPipeline"/>: goes on with a fuller request, refuses it, or asks the user.</summary>
internal interface IAuthorizationStep
{
    ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken);
}
