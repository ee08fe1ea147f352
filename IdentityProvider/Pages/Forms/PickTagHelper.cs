using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Forms;

/// <summary>One of several values, in a list that opens.</summary>
[HtmlTargetElement("pick", TagStructure = TagStructure.WithoutEndTag)]
public sealed class PickTagHelper : FormField
{
    public required IEnumerable<Option> Options { get; set; }

    private protected override TagBuilder Control()
    {
        var select = new TagBuilder("select");
        foreach (var option in Options)
        {
            var tag = new TagBuilder("option");
            tag.Attributes["value"] = option.Value;
            if (option.Value == (Value ?? ""))
                tag.Attributes["selected"] = "selected";
            tag.InnerHtml.Append(option.Text);
            select.InnerHtml.AppendHtml(tag);
        }

        return select;
    }
}

/// <summary>A value, and how the page calls it.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is read.</param>
/// <param name="About">A sentence more, where there is room for one; null: none.</param>
public sealed record Option(string Value, string Text, string? About = null);
