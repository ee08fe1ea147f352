namespace IdentityProvider.Accounts.Registering;

/// <summary>Which role somebody may register with.</summary>
public sealed class RoleChoice(AccountRoles roles, AccountPolicy policy)
{
    /// <summary>The lowest, or one that whoever sends the registration may grant, as things are now. Null: they may.</summary>
    /// <param name="role">The role.</param>
    /// <param name="sentBy">Who sends it; null: a stranger.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<AccountError?> RefuseAsync(string role, Actor? sentBy, CancellationToken cancellationToken)
    {
        if (role == roles.Lowest)
            return null;

        // Where whoever registers is signed in by it, staff would be signed in as the person whose account they make.
        var may = !policy.TokensAtRegistration && sentBy is not null && roles.MayCreate(await roles.NowAsync(sentBy, cancellationToken), role);
        return may ? null : AccountErrors.RoleNotAllowed;
    }
}
