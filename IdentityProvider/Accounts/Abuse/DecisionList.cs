using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>Which decisions are wanted.</summary>
/// <param name="Kind">The code of the refusals; null: all.</param>
public sealed record DecisionQuery(string? Kind);

/// <summary>Codes that were refused, for one reason, to one network, within a minute.</summary>
/// <param name="Kind">The code of the refusal.</param>
/// <param name="Counter">Which counter was full.</param>
/// <param name="Value">What it stood at.</param>
/// <param name="Limit">How far it may go.</param>
/// <param name="Purpose">What the code was for.</param>
/// <param name="Phone">Calling code and last digits of the first number; null: of several.</param>
/// <param name="Network">An IPv4 address or an IPv6 /64; <c>*</c>: of several.</param>
/// <param name="FirstAt">When the first was refused.</param>
/// <param name="LastAt">When the last was refused.</param>
/// <param name="Times">How many were.</param>
public sealed record RefusedCodes(
    string Kind, string Counter, int Value, int Limit, string Purpose, string? Phone, string Network, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times);

/// <summary>Lists what was refused, for those who may read other people's accounts.</summary>
public sealed class DecisionList(ProviderDbContext db, AccountRoles roles, AccountPolicy policy)
{
    public async Task<Reading<Page<RefusedCodes>>> ListAsync(Actor actor, DecisionQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new Reading<Page<RefusedCodes>>.Refused(AccountErrors.Forbidden);
        var errors = new FieldErrors();
        page.Check(errors);
        if (query.Kind?.Any(char.IsControl) == true)
            errors.Add("kind", "Has characters that no kind has.");
        if (errors.ToError() is { } wrong)
            return new Reading<Page<RefusedCodes>>.Refused(wrong);

        var matching = db.AbuseDecisions.AsNoTracking()
            .Where(row => query.Kind == null || row.Kind == query.Kind)
            .OrderByDescending(row => row.FirstAt).ThenByDescending(row => row.Id);
        var found = await matching.Select(row => row.Id).PageAsync(ids => matching.Where(row => ids.Contains(row.Id)), page, cancellationToken);
        return new Reading<Page<RefusedCodes>>.Found(found.With(found.Items.Select(row => new RefusedCodes(
            row.Kind, row.Counter, row.Value, row.Limit, row.Purpose, row.Phone, row.Network, row.FirstAt, row.LastAt, row.Times))));
    }
}
