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
        var total = await rows.CountAsync(cancellationToken);
        var items = await rows.Skip((request.Page - 1) * request.PageSize).Take(request.PageSize).ToListAsync(cancellationToken);
        return new Page<T>(items, request.Page, request.PageSize, total);
    }
}
