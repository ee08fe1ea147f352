using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.Abuse;

/// <summary>Which decisions are wanted.</summary>
/// <param name="Kind">The code of the refusals; null: all.</param>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1 to <see cref="LargestPage"/>.</param>
public sealed record DecisionQuery(string? Kind, int Page, int PageSize)
{
    public const int DefaultPageSize = 20;
    public const int LargestPage = 100;
}

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

/// <summary>A page of decisions, the newest first.</summary>
public sealed record DecisionPage(IReadOnlyList<RefusedCodes> Items, int Page, int PageSize, int Total);

/// <summary>What looking for decisions came to.</summary>
public abstract record DecisionListing
{
    private DecisionListing() { }

    public sealed record Found(DecisionPage Page) : DecisionListing;

    public sealed record Refused(AccountError Error) : DecisionListing;
}

/// <summary>Lists what was refused, for those who may read other people's accounts.</summary>
public sealed class DecisionList(ProviderDbContext db, AccountRoles roles, AccountPolicy policy)
{
    public async Task<DecisionListing> ListAsync(Actor actor, DecisionQuery query, CancellationToken cancellationToken)
    {
        if (!roles.Permits(actor, policy.Permissions.Read))
            return new DecisionListing.Refused(AccountErrors.Forbidden);
        var errors = new FieldErrors();
        if (query.PageSize is < 1 or > DecisionQuery.LargestPage)
            errors.Add("pageSize", $"From 1 to {DecisionQuery.LargestPage}.");
        if (query.Page is < 1 or > int.MaxValue / DecisionQuery.LargestPage)
            errors.Add("page", "From 1.");
        if (query.Kind?.Any(char.IsControl) == true)
            errors.Add("kind", "Has characters that no kind has.");
        if (errors.ToError() is { } wrong)
            return new DecisionListing.Refused(wrong);

        var matching = db.AbuseDecisions.Where(row => query.Kind == null || row.Kind == query.Kind);
        var total = await matching.CountAsync(cancellationToken);
        var items = await matching
            .OrderByDescending(row => row.FirstAt).ThenBy(row => row.Id)
            .Skip((query.Page - 1) * query.PageSize)
            .Take(query.PageSize)
            .Select(row => new RefusedCodes(
                row.Kind, row.Counter, row.Value, row.Limit, row.Purpose, row.Phone, row.Network, row.FirstAt, row.LastAt, row.Times))
            .ToListAsync(cancellationToken);
        return new DecisionListing.Found(new DecisionPage(items, query.Page, query.PageSize, total));
    }
}
