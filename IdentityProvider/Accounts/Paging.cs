using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">1 to <see cref="Largest"/>.</param>
public sealed record PageRequest(int Page, int PageSize = PageRequest.Usual)
{
    public const int Usual = 20;
    public const int Largest = 100;

    /// <summary>How many come before it.</summary>
    internal int Skipped => (Page - 1) * PageSize;

    /// <summary>What is wrong with it, under the names of its parameters.</summary>
    internal void Check(FieldErrors errors)
    {
        if (PageSize is < 1 or > Largest)
            errors.Add("pageSize", $"From 1 to {Largest}.");
        if (Page is < 1 or > int.MaxValue / Largest)
            errors.Add("page", "From 1.");
    }
}

/// <summary>A part of a list.</summary>
/// <param name="Items">What is on it.</param>
/// <param name="Number">Which page it is, from 1.</param>
/// <param name="PageSize">How many a page has at most.</param>
/// <param name="Total">How many there are on all pages together.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonPropertyName("page")] int Number, int PageSize, int Total)
{
    /// <summary>The same page, of what became of its items.</summary>
    public Page<TOther> With<TOther>(IEnumerable<TOther> items) => new([.. items], Number, PageSize, Total);
}

/// <summary>Cuts a page out of rows in their order.</summary>
public static class Paging
{
    public static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, PageRequest request, CancellationToken cancellationToken)
    {
        var items = await rows.Skip(request.Skipped).Take(request.PageSize).ToListAsync(cancellationToken);
        return new Page<T>(items, request.Page, request.PageSize, await TotalAsync(rows, request, items.Count, cancellationToken));
    }

    /// <summary>
    /// The same for a long table: first by an index which rows they are, however many come before them, and then these rows alone.
    /// </summary>
    /// <param name="ids">What tells all rows from one another, in an order of which there is an index that has them.</param>
    /// <param name="rows">The rows of these identifiers, in the same order.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <param name="total">How many there are; null: not known yet.</param>
    public static async Task<Page<T>> PageAsync<T>(
        this IQueryable<Guid> ids, Func<List<Guid>, IQueryable<T>> rows, PageRequest request, CancellationToken cancellationToken, int? total = null)
    {
        var wanted = await ids.Skip(request.Skipped).Take(request.PageSize).ToListAsync(cancellationToken);
        var items = wanted.Count == 0 ? [] : await rows(wanted).ToListAsync(cancellationToken);
        return new Page<T>(items, request.Page, request.PageSize, total ?? await TotalAsync(ids, request, wanted.Count, cancellationToken));
    }

    /// <summary>A page that isn't full is the last, and tells by itself how many there are: whoever searches for one row doesn't wait for a count of all.</summary>
    private static async Task<int> TotalAsync<T>(IQueryable<T> rows, PageRequest request, int found, CancellationToken cancellationToken) =>
        found < request.PageSize && (found > 0 || request.Page == 1) ? request.Skipped + found : await rows.CountAsync(cancellationToken);
}
