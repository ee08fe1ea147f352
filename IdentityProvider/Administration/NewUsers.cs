using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Administration;

/// <summary>Accounts that somebody makes for another person.</summary>
public sealed class NewUsers(NewUserForm form, UserCreation creation, AccountRoles roles, PasswordRules passwords, AccountPolicy policy)
{
    /// <summary>The person is told, and chooses the password: whoever made the account never knows it.</summary>
    public async Task<UserOutcome> InviteAsync(Actor actor, NewUserRequest request, RequestSource source, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Create))
            return new UserOutcome.Refused(AccountErrors.Forbidden);
        return form.ReadInvitation(request) switch
        {
            FormReading.Wrong wrong => new UserOutcome.Refused(wrong.Error),
            FormReading.Right right when !roles.MayCreate(actor, right.Draft.Role) => new UserOutcome.Refused(AccountErrors.RoleAbove),
            FormReading.Right right => await creation.InviteAsync(actor, right.Draft, source, cancellationToken),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
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
