namespace IdentityProvider.Protocol.Authorization.Steps;

/// <summary>prompt=select_account: the user says that it is this account, or signs in with another one.</summary>
internal sealed class AccountStep : IAuthorizationStep
{
    public ValueTask<StepOutcome> RunAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var chosen = request.Decisions.AccountConfirmed || request.HasFreshSignIn;
        StepOutcome outcome = request.Prompts.Contains(PromptValues.SelectAccount) && !chosen ? new Question.Account() : request;
        return outcome;
    }
}
