using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Administration;

/// <summary>Accounts that somebody makes for another person.</summary>
public sealed class NewUsers(
    ProviderDbContext db, NewUserForm form, UserCreation creation, AccountRoles roles, PasswordRules passwords, AccountPolicy policy)
{
    /// <summary>The person is told, and chooses the password: whoever made the account never knows it.</summary>
    public async Task<UserOutcome> InviteAsync(Actor actor, NewUserRequest request, RequestSource source, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Create))
            return new UserOutcome.Refused(AccountErrors.Forbidden);
        return form.ReadInvitation(request) switch
        {
            FormReading.Wrong wrong => new UserOutcome.Refused(wrong.Error),
            FormReading.Right right => await InviteAsync(actor, right.Draft, source, cancellationToken),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private async Task<UserOutcome> InviteAsync(Actor actor, AccountDraft draft, RequestSource source, CancellationToken cancellationToken)
    {
        // By what the actor may do now: what the request came with may be a moment old.
        await using var work = await UnitOfWork.BeginAsync(db, cancellationToken);
        if (!roles.MayCreate(await roles.NowAsync(actor, cancellationToken), draft.Role))
            return new UserOutcome.Refused(AccountErrors.RoleAbove);
        var outcome = await creation.InviteAsync(actor, draft, source, cancellationToken);
        if (outcome is UserOutcome.Done)
            await work.CommitAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Whoever runs the server makes it, with its password, and answers for its identifiers: they count as verified.</summary>
    public async Task<UserOutcome> AddVerifiedAsync(NewUserRequest request, string? password, CancellationToken cancellationToken)
    {
        switch (form.ReadWithPassword(request))
        {
            case FormReading.Wrong wrong:
                return new UserOutcome.Refused(wrong.Error);
            case FormReading.Right when passwords.CheckNew(password, "password") is { } weak:
                return new UserOutcome.Refused(weak);
            case FormReading.Right right:
                return await creation.AddVerifiedAsync(right.Draft with { Password = password }, cancellationToken);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }
}
