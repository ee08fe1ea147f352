using System.Collections;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Forms;

/// <summary>
/// Any of several values, each with a box to tick: for a list of texts. For a <see cref="bool"/> it is one box, whose option has
/// the value <c>true</c>.
/// </summary>
[HtmlTargetElement("ticks", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TicksTagHelper : TagHelper
{
    public required ModelExpression For { get; set; }

    /// <summary>What the boxes are about; null: the one box says it itself.</summary>
    public string? Label { get; set; }

    /// <summary>A sentence under the label; null: none.</summary>
    public string? Hint { get; set; }

    public required IEnumerable<Option> Options { get; set; }

    /// <summary>What is saved of it, shown where <see cref="ChangedMeanwhile"/>.</summary>
    public object? Now { get; set; }

    /// <summary>Whether the form was sent for what is no longer there: what is saved otherwise than ticked is named.</summary>
    public bool ChangedMeanwhile { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    private string Name => FieldName.Of(For.Name);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ShownFields.On(ViewContext.HttpContext).Add(Name, Label ?? Options.First().Text);
        var errors = ViewContext.ViewData.ModelState[For.Name]?.Errors.Select(error => error.ErrorMessage).ToList() ?? [];
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field ticks");
        // The error summary links here.
        output.Attributes.SetAttribute("id", Name);
        output.Attributes.SetAttribute("tabindex", "-1");
        if (Label is not null)
            output.Content.AppendHtml(Element("legend", "field-label", Label));
        if (Hint is not null)
            output.Content.AppendHtml(Element("p", "hint", Hint));
        foreach (var error in errors)
            output.Content.AppendHtml(Element("p", "field-error", error));
        var ticked = Values(For.Model);
        if (ChangedMeanwhile && !ticked.SetEquals(Values(Now)))
            output.Content.AppendHtml(Element("p", "field-now", NowInWords()));
        foreach (var option in Options)
            output.Content.AppendHtml(Box(option, ticked.Contains(option.Value)));
    }

    // After a form that was refused the model has what was ticked: a box that was not is not sent at all.
    private static HashSet<string> Values(object? model) => model switch
    {
        null or false => [],
        true => ["true"],
        string text => [text],
        IEnumerable values => [.. values.Cast<object>().Select(value => value.ToString()!)],
        var other => [other.ToString()!],
    };

    private string NowInWords()
    {
        var now = Values(Now);
        if (Label is null)
            return now.Count > 0 ? "Saved now: ticked" : "Saved now: not ticked";
        var texts = Options.Where(option => now.Contains(option.Value)).Select(option => option.Text).ToList();
        return $"Saved now: {(texts.Count > 0 ? string.Join(", ", texts) : "nothing is ticked")}";
    }

    private TagBuilder Box(Option option, bool ticked)
    {
        var label = new TagBuilder("label");
        label.AddCssClass("choice");
        var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        box.Attributes["type"] = "checkbox";
        box.Attributes["name"] = Name;
        box.Attributes["value"] = option.Value;
        if (ticked)
            box.Attributes["checked"] = "checked";
        label.InnerHtml.AppendHtml(box);
        var text = new TagBuilder("span");
        text.InnerHtml.Append(option.Text);
        if (option.About is not null)
            text.InnerHtml.AppendHtml(Element("span", "hint", option.About));
        label.InnerHtml.AppendHtml(text);
        return label;
    }

    private static TagBuilder Element(string name, string look, string text)
    {
        var element = new TagBuilder(name);
        element.AddCssClass(look);
        element.InnerHtml.Append(text);
        return element;
    }
}
