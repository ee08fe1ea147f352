using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>Which pages of a list one can turn to; the filters stay.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PageSize">How many a page has.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record Pager(int Page, int PageSize, int Total)
{
    private const int Around = 1;

    public int Last => Math.Max(1, (Total + PageSize - 1) / PageSize);

    public int FirstShown => Math.Min(Total, ((Page - 1) * PageSize) + 1);

    public int LastShown => (int)Math.Min(Total, (long)Page * PageSize);

    /// <summary>The first, the last, and those around this one; 0 stands for a gap.</summary>
    public IEnumerable<int> Numbers
    {
        get
        {
            var before = 0;
            foreach (var number in Enumerable.Range(1, Last).Where(number => number == 1 || number == Last || Math.Abs(number - Page) <= Around))
            {
                if (number > before + 1)
                    yield return number == before + 2 ? before + 1 : 0;
                yield return number;
                before = number;
            }
        }
    }

    /// <summary>The address of this list, turned to another page.</summary>
    public static string Address(HttpRequest request, int page)
    {
        var query = request.Query.Where(pair => pair.Key != "page" && !string.IsNullOrEmpty(pair.Value.ToString()))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        return QueryHelpers.AddQueryString(request.PathBase + request.Path, [.. query, new("page", page.ToString(CultureInfo.InvariantCulture))]);
    }
}
