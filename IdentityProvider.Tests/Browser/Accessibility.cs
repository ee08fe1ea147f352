using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>Whether everybody can use a page: on a phone and on a desk, in light and in dark.</summary>
public static class Accessibility
{
    private static readonly int[] Widths = [360, 1280];
    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    /// <summary>What axe calls serious or critical, and text that runs out of the window; each with the page and how it was looked at.</summary>
    public static async Task<IReadOnlyList<string>> FlawsAsync(IPage page)
    {
        var flaws = new List<string>();
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 800);
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth") > width)
                flaws.Add($"{page.Url} is wider than {width} px");
            foreach (var scheme in Schemes)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var result = await page.RunAxe();
                flaws.AddRange(
                    from violation in result.Violations
                    where violation.Impact is "serious" or "critical"
                    from node in violation.Nodes
                    select $"{page.Url} at {width} px in {scheme}: {violation.Id} ({violation.Help}) in {node.Html}");
            }
        }
        return flaws;
    }
}
