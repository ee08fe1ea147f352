using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;

namespace IdentityProvider.Administration;

/// <summary>Changes other people's accounts, for those who may. <see cref="PermissionPolicy"/> says what.</summary>
public sealed class UserAdministration(
    GuardedChanges changes, Profile profiles, AccountRoles roles, AccountActivation activation, AccountRemoval removal, AccountPolicy policy)
{
    /// <param name="actor">Who.</param>
    /// <param name="userId">Whose account.</param>
    /// <param name="what">What is to change.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="version">As <see cref="IntendedChange.Version"/>.</param>
    public Task<UserOutcome> UpdateAsync(
        Actor actor, Guid userId, ProfileChanges what, RequestSource source, CancellationToken cancellationToken, long? version = null) =>
        changes.MakeAsync(
            new IntendedChange(actor, policy.Permissions.Update, userId, source, AuditEvents.ProfileChanged) { Version = version },
            async _ => (await profiles.UpdateAsync(userId, what, cancellationToken) as ProfileOutcome.Refused)?.Error,
            cancellationToken);

    /// <summary>The account can't sign in any more, and its sessions end at once.</summary>
    public Task<UserOutcome> DeactivateAsync(Actor actor, Guid userId, RequestSource source, CancellationToken cancellationToken, long? version = null) =>
        changes.MakeAsync(
            new IntendedChange(actor, policy.Permissions.Deactivate, userId, source, AuditEvents.AccountDeactivated) { EndangersTopRole = true, Version = version },
            async _ =>
            {
                await activation.DeactivateAsync(userId, cancellationToken);
                return null;
            },
            cancellationToken);

    public Task<UserOutcome> ActivateAsync(Actor actor, Guid userId, RequestSource source, CancellationToken cancellationToken, long? version = null) =>
        changes.MakeAsync(
            new IntendedChange(actor, policy.Permissions.Deactivate, userId, source, AuditEvents.AccountActivated) { Version = version },
            async _ =>
            {
                await activation.ActivateAsync(userId, cancellationToken);
                return null;
            },
            cancellationToken);

    /// <summary>The account then has these roles and no others.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="userId">Whose account.</param>
    /// <param name="names">The roles.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <param name="version">As <see cref="IntendedChange.Version"/>.</param>
    public Task<UserOutcome> SetRolesAsync(
        Actor actor, Guid userId, IReadOnlyCollection<string> names, RequestSource source, CancellationToken cancellationToken, long? version = null) =>
        changes.MakeAsync(
            new IntendedChange(actor, policy.Permissions.ChangeRoles, userId, source, AuditEvents.RolesChanged)
            {
                EndangersTopRole = !names.Contains(policy.RoleNames[^1]),
                Version = version,
            },
            async now =>
            {
                if (names.Count == 0 || names.Any(name => roles.RankOf(name) < 0))
                    return AccountErrors.RolesUnknown(policy.RoleNames);
                if (names.Any(name => roles.RankOf(name) > now.Rank))
                    return AccountErrors.RoleAbove;
                await roles.SetAsync(userId, names, cancellationToken);
                return null;
            },
            cancellationToken);

    public Task<UserOutcome> DeleteAsync(Actor actor, Guid userId, RequestSource source, CancellationToken cancellationToken, long? version = null) =>
        changes.MakeAsync(
            new IntendedChange(actor, policy.Permissions.Delete, userId, source, AuditEvents.AccountDeleted) { EndangersTopRole = true, Version = version },
            _ => removal.RemoveAsync(userId, cancellationToken),
            cancellationToken);
}
