using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration;

/// <summary>Finds other people's accounts, for those who may read them.</summary>
public sealed class UserDirectory(
    ProviderDbContext db, Profile profiles, AccountRoles roles, PhoneRules phones, ILookupNormalizer normalizer, AccountPolicy policy)
{
    /// <summary>How many hold a role before it is quicker to ask each account for it.</summary>
    private const int Many = 5000;

    public async Task<UserOutcome> GetAsync(Actor actor, Guid userId, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new UserOutcome.Refused(AccountErrors.Forbidden);
        return await profiles.GetAsync(userId, cancellationToken) is { } profile
            ? new UserOutcome.Done(profile)
            : new UserOutcome.Refused(AccountErrors.UserNotFound);
    }

    /// <summary>The newest first.</summary>
    public async Task<Reading<Page<AccountProfile>>> ListAsync(Actor actor, UserQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new Reading<Page<AccountProfile>>.Refused(AccountErrors.Forbidden);
        var errors = Check(query);
        page.Check(errors);
        if (errors.ToError() is { } wrong)
            return new Reading<Page<AccountProfile>>.Refused(wrong);

        var (ids, total) = await MatchingAsync(query, cancellationToken);
        var found = await ids.PageAsync(
            wanted => db.Users.AsNoTracking().Where(user => wanted.Contains(user.Id)).OrderByDescending(user => user.Id), page, cancellationToken, total);
        var names = await roles.NamesAsync([.. found.Items.Select(user => user.Id)], cancellationToken);
        return new Reading<Page<AccountProfile>>.Found(found.With(found.Items.Select(user => AccountProfile.Of(user, [.. names[user.Id]]))));
    }

    /// <summary>How these people are called, of those that there are.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(Actor actor, IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        roles.Permits(actor, policy.Permissions.Read)
            ? await db.Users
                .Where(user => userIds.Contains(user.Id))
                .Select(user => new { user.Id, Name = user.FullName ?? user.PhoneNumber ?? user.Email ?? "" })
                .ToDictionaryAsync(user => user.Id, user => user.Name, cancellationToken)
            : new Dictionary<Guid, string>();

    /// <summary>The account that is meant by an identifier, a phone number or an e-mail address; null: there is none.</summary>
    public async Task<Guid?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Any(char.IsControl))
            return null;
        if (Guid.TryParse(text, out var id))
            return await db.Users.AnyAsync(user => user.Id == id, cancellationToken) ? id : null;
        var (phone, email) = (phones.Find(text), normalizer.NormalizeEmail(text));
        return await db.Users
            .Where(user => (phone != null && user.OwnedPhone == phone) || user.OwnedEmail == email)
            .Select(user => (Guid?)user.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private FieldErrors Check(UserQuery query)
    {
        var errors = new FieldErrors();
        if (query.Role is not null && roles.RankOf(query.Role) < 0)
            errors.Add("role", $"One of: {string.Join(", ", policy.RoleNames)}.");
        if (query.Search?.Any(char.IsControl) == true)
            errors.Add("search", "Has characters that no account has.");
        return errors;
    }

    /// <summary>Who is wanted, the newest first: identifiers grow with time. And how many they are, where that is known without looking at each.</summary>
    private async Task<(IQueryable<Guid> Ids, int? Total)> MatchingAsync(UserQuery query, CancellationToken cancellationToken)
    {
        var search = query.Search?.Trim() ?? "";
        var users = search.Length == 0 ? db.Users : Searched(search);
        if (query.Active is { } active)
            users = users.Where(user => user.IsActive == active);
        if (query.Role is not { } role)
            return (users.OrderByDescending(user => user.Id).Select(user => user.Id), null);

        var name = normalizer.NormalizeName(role);
        var roleId = await db.Roles.Where(row => row.NormalizedName == name).Select(row => row.Id).SingleOrDefaultAsync(cancellationToken);
        var holders = db.UserRoles.Where(row => row.RoleId == roleId).Select(row => row.UserId);
        var newest = holders.OrderByDescending(id => id);
        if (query.Active is null && search.Length == 0)
            return (newest, await holders.CountAsync(cancellationToken));

        // From the few who have the role to their accounts; or, where many have it, from each account to the role. SQLite goes the second way only where
        // the role is looked up by its name.
        var having = await newest.Skip(Many).AnyAsync(cancellationToken)
            ? users.Where(user => db.UserRoles.Any(row => row.UserId == user.Id && db.Roles.Any(held => held.Id == row.RoleId && held.NormalizedName == name)))
            : users.Where(user => holders.Contains(user.Id));
        return (having.OrderByDescending(user => user.Id).Select(user => user.Id), null);
    }

    private IQueryable<User> Searched(string search)
    {
        // However the number is written: the whole of it, or a part of how we write it.
        var (name, email, phone) = (User.NormalizeName(search), normalizer.NormalizeEmail(search), phones.Find(search));
        return db.Users.Where(user =>
            user.NormalizedFullName!.Contains(name)
            || user.NormalizedEmail!.Contains(email)
            || user.PhoneNumber!.Contains(search)
            || (phone != null && user.PhoneNumber == phone));
    }
}
