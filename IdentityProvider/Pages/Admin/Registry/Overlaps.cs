using System.Globalization;
using IdentityProvider.Pages.Forms;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>How long the secret before a new one stays valid: what one can choose from.</summary>
internal static class Overlaps
{
    public const string Usual = "24";

    public static IReadOnlyList<Option> All { get; } =
    [
        new("0", "Not at all: it ends now, for it has leaked"), new("1", "1 hour"), new(Usual, "1 day"), new("168", "7 days"), new("720", "30 days"),
    ];

    /// <summary>What was chosen; anything that is not there: the usual.</summary>
    public static TimeSpan Read(string? hours) =>
        TimeSpan.FromHours(int.Parse(All.FirstOrDefault(option => option.Value == hours)?.Value ?? Usual, CultureInfo.InvariantCulture));
}
