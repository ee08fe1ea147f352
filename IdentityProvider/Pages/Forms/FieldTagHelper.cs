using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Forms;

/// <summary>A text field.</summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper : FormField
{
    /// <summary>The input's <c>type</c>. What was typed into a password field is never sent back.</summary>
    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    public string? Inputmode { get; set; }

    public int Maxlength { get; set; } = 256;

    /// <summary>How many lines are shown at once; 1: it takes one line only.</summary>
    public int Lines { get; set; } = 1;

    /// <summary>A class for the control.</summary>
    public string? Look { get; set; }

    private protected override TagBuilder Control() => Lines > 1 ? Area() : Input();

    private TagBuilder Input()
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = Type;
        Complete(input);
        Set(input, "inputmode", Inputmode);
        // A name to sign in with is no sentence.
        if (Autocomplete == "username")
            input.Attributes["autocapitalize"] = "none";
        if (Type != "password")
            Set(input, "value", Value);
        return input;
    }

    private TagBuilder Area()
    {
        var area = new TagBuilder("textarea");
        area.Attributes["rows"] = Lines.ToString(CultureInfo.InvariantCulture);
        Complete(area);
        // A reader of HTML drops the first line break.
        area.InnerHtml.AppendHtml("\n").Append(Value ?? "");
        return area;
    }

    private void Complete(TagBuilder control)
    {
        control.Attributes["maxlength"] = Maxlength.ToString(CultureInfo.InvariantCulture);
        Set(control, "class", Look);
        Set(control, "autocomplete", Autocomplete);
    }
}
