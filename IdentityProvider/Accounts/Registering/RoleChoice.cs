namespace IdentityProvider.Accounts.Registering;

/// <summary>Which role somebody may register with.</summary>
public sealed class RoleChoice(AccountRoles roles, AccountPolicy policy)
{
    /// <summary>The lowest, or one that whoever sends the registration may grant. Null: they may.</summary>
    /// <param name="role">The role.</param>
    /// <param name="sentBy">Who sends it; null: a stranger.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AccountError?> RefuseAsync(string role, Guid? sentBy, CancellationToken cancellationToken)
    {
        if (role == roles.Lowest)
            return null;

        // Where whoever registers is signed in by it, staff would be signed in as the person whose account they make.
        var may = !policy.TokensAtRegistration && sentBy is { } userId && roles.MayCreate(await roles.ActorAsync(userId, cancellationToken), role);
        return may ? null : AccountErrors.RoleNotAllowed;
    }
}
