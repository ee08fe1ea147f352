using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Forms;

/// <summary>A text field with all that belongs to it: label, hint, what was typed, and what is wrong with it, tied together for a screen reader.</summary>
[HtmlTargetElement("field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper : TagHelper
{
    public required ModelExpression For { get; set; }

    public required string Label { get; set; }

    /// <summary>A sentence under the label; null: none.</summary>
    public string? Hint { get; set; }

    /// <summary>The id of something on the page that also describes the field; null: nothing.</summary>
    public string? DescribedBy { get; set; }

    /// <summary>The input's <c>type</c>. What was typed into a password field is never sent back.</summary>
    public string Type { get; set; } = "text";

    public string? Autocomplete { get; set; }

    public string? Inputmode { get; set; }

    public int Maxlength { get; set; } = 256;

    public bool Optional { get; set; }

    /// <summary>The cursor starts here, unless there is an error summary to read first.</summary>
    public bool First { get; set; }

    /// <summary>A class for the input.</summary>
    public string? Look { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = FieldName.Of(For.Name);
        var state = ViewContext.ViewData.ModelState[For.Name];
        var errors = state?.Errors.Select(error => error.ErrorMessage).ToList() ?? [];

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(LabelOf(name));
        if (Hint is not null)
            output.Content.AppendHtml(Paragraph($"{name}-hint", "hint", Hint));
        for (var index = 0; index < errors.Count; index++)
            output.Content.AppendHtml(Paragraph(index == 0 ? $"{name}-error" : $"{name}-error-{index}", "field-error", errors[index]));
        output.Content.AppendHtml(Input(name, state, errors.Count));
    }

    private TagBuilder LabelOf(string name)
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = name;
        label.InnerHtml.Append(Label);
        if (!Optional)
            return label;
        var optional = new TagBuilder("span");
        optional.AddCssClass("optional");
        optional.InnerHtml.Append(" (optional)");
        label.InnerHtml.AppendHtml(optional);
        return label;
    }

    private TagBuilder Input(string name, ModelStateEntry? state, int errors)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["id"] = name;
        input.Attributes["name"] = name;
        input.Attributes["type"] = Type;
        input.Attributes["maxlength"] = Maxlength.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Set(input, "class", Look);
        Set(input, "autocomplete", Autocomplete);
        Set(input, "inputmode", Inputmode);
        // A name to sign in with is no sentence.
        if (Autocomplete == "username")
            input.Attributes["autocapitalize"] = "none";
        Set(input, "aria-describedby", Descriptions(name, errors));
        if (Type != "password")
            Set(input, "value", state?.AttemptedValue ?? Text(For.Model));
        // Without the browser's own bubbles (the forms are novalidate), but said by a screen reader.
        if (!Optional)
            input.Attributes["required"] = "required";
        if (errors > 0)
            input.Attributes["aria-invalid"] = "true";
        if (First && ViewContext.ViewData.ModelState.IsValid)
            input.Attributes["autofocus"] = "autofocus";
        return input;
    }

    private string? Descriptions(string name, int errors)
    {
        var ids = new List<string>();
        if (Hint is not null)
            ids.Add($"{name}-hint");
        if (DescribedBy is not null)
            ids.Add(DescribedBy);
        for (var index = 0; index < errors; index++)
            ids.Add(index == 0 ? $"{name}-error" : $"{name}-error-{index}");
        return ids.Count == 0 ? null : string.Join(' ', ids);
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static TagBuilder Paragraph(string id, string look, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.Attributes["id"] = id;
        paragraph.AddCssClass(look);
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }

    private static void Set(TagBuilder tag, string attribute, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            tag.Attributes[attribute] = value;
    }
}
