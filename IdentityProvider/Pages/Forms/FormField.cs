using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace IdentityProvider.Pages.Forms;

/// <summary>A control with all that belongs to it: label, hint, what was typed, and what is wrong with it, tied together for a screen reader.</summary>
public abstract class FormField : TagHelper
{
    public required ModelExpression For { get; set; }

    public required string Label { get; set; }

    /// <summary>A sentence under the label; null: none.</summary>
    public string? Hint { get; set; }

    /// <summary>The id of something on the page that also describes the field; null: nothing.</summary>
    public string? DescribedBy { get; set; }

    public bool Optional { get; set; }

    /// <summary>The cursor starts here, unless there is an error summary to read first.</summary>
    public bool First { get; set; }

    /// <summary>What is saved of this field, shown where <see cref="ChangedMeanwhile"/>.</summary>
    public object? Now { get; set; }

    /// <summary>Whether the form was sent for what is no longer there: a value that differs from the one typed is shown beside it.</summary>
    public bool ChangedMeanwhile { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public required ViewContext ViewContext { get; set; }

    private protected string Name => FieldName.Of(For.Name);

    private protected ModelStateEntry? State => ViewContext.ViewData.ModelState[For.Name];

    /// <summary>What stands in the control: what was typed, else what the model has.</summary>
    private protected string? Value => State?.AttemptedValue ?? Text(For.Model);

    private protected abstract TagBuilder Control();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ShownFields.On(ViewContext.HttpContext).Add(Name, Label);
        var errors = State?.Errors.Select(error => error.ErrorMessage).ToList() ?? [];
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        output.Content.AppendHtml(LabelOf(Name));
        if (Hint is not null)
            output.Content.AppendHtml(Paragraph($"{Name}-hint", "hint", Hint));
        for (var index = 0; index < errors.Count; index++)
            output.Content.AppendHtml(Paragraph(index == 0 ? $"{Name}-error" : $"{Name}-error-{index}", "field-error", errors[index]));
        // A browser sends a line break as two characters.
        var differs = ChangedMeanwhile && (Text(Now) ?? "") != (Value ?? "").ReplaceLineEndings("\n");
        if (differs)
            output.Content.AppendHtml(Paragraph($"{Name}-now", "field-now", $"Saved now: {(Text(Now) is { Length: > 0 } now ? now : "nothing")}"));
        output.Content.AppendHtml(Described(Control(), errors.Count, differs));
    }

    private TagBuilder Described(TagBuilder control, int errors, bool differs)
    {
        control.Attributes["id"] = Name;
        control.Attributes["name"] = Name;
        var ids = new List<string>();
        if (Hint is not null)
            ids.Add($"{Name}-hint");
        if (DescribedBy is not null)
            ids.Add(DescribedBy);
        for (var index = 0; index < errors; index++)
            ids.Add(index == 0 ? $"{Name}-error" : $"{Name}-error-{index}");
        if (differs)
            ids.Add($"{Name}-now");
        Set(control, "aria-describedby", string.Join(' ', ids));
        // Without the browser's own bubbles (the forms are novalidate), but said by a screen reader.
        if (!Optional)
            control.Attributes["required"] = "required";
        if (errors > 0)
            control.Attributes["aria-invalid"] = "true";
        if (First && ViewContext.ViewData.ModelState.IsValid)
            control.Attributes["autofocus"] = "autofocus";
        return control;
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

    private protected static string? Text(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private protected static void Set(TagBuilder tag, string attribute, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            tag.Attributes[attribute] = value;
    }

    private static TagBuilder Paragraph(string id, string look, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.Attributes["id"] = id;
        paragraph.AddCssClass(look);
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }
}
