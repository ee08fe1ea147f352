using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Admin.Frame;

/// <summary>A point in time: in UTC, since the server doesn't know the reader's time zone, and how long ago that is or how soon it will be.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper(TimeProvider clock) : TagHelper
{
    /// <summary>Null: a dash.</summary>
    public required DateTimeOffset? At { get; set; }

    /// <summary>Only how long ago, the time itself being a hint over it: for lists, where the order matters more.</summary>
    public bool Brief { get; set; }

    /// <summary>To the second: where several things happen within a minute.</summary>
    public bool Seconds { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        if (At is not { } at)
        {
            output.TagName = "span";
            output.Attributes.SetAttribute("class", "none");
            output.Content.SetContent("–");
            return;
        }

        var exact = at.UtcDateTime.ToString(Seconds ? "d MMM yyyy, HH:mm:ss 'UTC'" : "d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        output.TagName = "time";
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        if (Brief)
            output.Attributes.SetAttribute("title", exact);
        output.Content.SetContent(Brief ? Distance(at - clock.GetUtcNow()) : exact);
    }

    /// <summary>How far away something is, in the one unit that says it best.</summary>
    internal static string Distance(TimeSpan ahead)
    {
        var away = ahead.Duration();
        var words = away.TotalMinutes switch
        {
            < 1 => null,
            < 60 => Count(away.TotalMinutes, "minute"),
            < 48 * 60 => Count(away.TotalHours, "hour"),
            < 60 * 24 * 60 => Count(away.TotalDays, "day"),
            < 730 * 24 * 60 => Count(away.TotalDays / 30.44, "month"),
            _ => Count(away.TotalDays / 365.25, "year"),
        };
        if (words is null)
            return "just now";
        return ahead > TimeSpan.Zero ? $"in {words}" : $"{words} ago";
    }

    private static string Count(double amount, string unit)
    {
        var whole = (int)Math.Floor(amount);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {unit}{(whole == 1 ? "" : "s")}");
    }
}
