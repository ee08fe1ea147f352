using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace IdentityProvider.Pages.Forms;

/// <summary>
/// What is wrong with a form: one line a field, in the order of the page, with the field's label unless the sentence says it, and a link to
/// the field. It stands above the fields and is written after them: only then is it known which there are.
/// </summary>
internal sealed class ErrorSummary(ViewContext view) : IHtmlContent
{
    /// <param name="Field">The id of the field; null: it is about the whole form, or about what the page does not show.</param>
    /// <param name="Text">What is wrong.</param>
    private sealed record Line(string? Field, string Text);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var list = new TagBuilder("ul");
        foreach (var line in Lines())
            list.InnerHtml.AppendHtml(ItemOf(line));
        list.WriteTo(writer, encoder);
    }

    private IEnumerable<Line> Lines()
    {
        var fields = ShownFields.On(view.HttpContext);
        return from entry in view.ViewData.ModelState
               where entry.Value!.Errors.Count > 0
               let id = FieldName.Of(entry.Key)
               orderby id.Length == 0 descending, fields.PlaceOf(id)
               select LineOf(id, fields.LabelOf(id), string.Join(' ', entry.Value!.Errors.Select(error => error.ErrorMessage)));
    }

    private static Line LineOf(string id, string? label, string text)
    {
        if (id.Length == 0)
            return new Line(null, text);
        var name = label ?? FieldName.InWords(id);
        var line = text.Contains(name, StringComparison.OrdinalIgnoreCase) ? text : $"{name}: {Continued(text)}";
        return new Line(label is null ? null : id, line);
    }

    // What begins with a word goes on in lower case after the label; abbreviations and quotes stay as they are.
    private static string Continued(string text) =>
        text.Length > 1 && (char.IsLower(text[1]) || text[1] == ' ') ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    private static TagBuilder ItemOf(Line line)
    {
        var item = new TagBuilder("li");
        if (line.Field is null)
        {
            item.InnerHtml.Append(line.Text);
            return item;
        }

        var link = new TagBuilder("a");
        link.Attributes["href"] = "#" + line.Field;
        link.InnerHtml.Append(line.Text);
        item.InnerHtml.AppendHtml(link);
        return item;
    }
}
