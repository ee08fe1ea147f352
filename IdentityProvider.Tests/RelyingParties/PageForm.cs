using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>A form of a page, filled in and submitted as a browser without scripts does it.</summary>
public sealed class PageForm(Page page, IHtmlFormElement form)
{
    public Uri Action => form.GetAttribute("action") is { Length: > 0 } action ? new Uri(page.Address, action) : page.Address;

    public PageForm Fill(string selector, string value)
    {
        switch (form.QuerySelector(selector))
        {
            case IHtmlInputElement input:
                input.Value = value;
                return this;
            case IHtmlTextAreaElement area:
                area.Value = value;
                return this;
            case IHtmlSelectElement select:
                select.Value = value;
                return this;
            default:
                throw new Xunit.Sdk.XunitException($"No field {selector} on {page}");
        }
    }

    public PageForm Tick(string selector, bool ticked)
    {
        foreach (var box in form.QuerySelectorAll<IHtmlInputElement>(selector))
            box.IsChecked = ticked;
        return this;
    }

    /// <summary>The successful controls (HTML 4.10.21.4), without a button.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields =>
        form.QuerySelectorAll("input[name], textarea[name], select[name]")
            .Where(control => !control.HasAttribute("disabled"))
            .Where(control => control is not IHtmlInputElement input || input.Type switch
            {
                "checkbox" or "radio" => input.IsChecked,
                "submit" or "button" or "image" or "reset" => false,
                _ => true,
            })
            .Select(control => KeyValuePair.Create(control.GetAttribute("name")!, ValueOf(control)));

    /// <summary>Submits it with a button; without one named, with the first that has no address of its own.</summary>
    public Task<Landing> SubmitAsync(string buttonSelector = "button:not([type=button]):not([formaction])")
    {
        var button = form.QuerySelector(buttonSelector) ?? throw new Xunit.Sdk.XunitException($"No button {buttonSelector} on {page}");
        var action = button.GetAttribute("formaction") is { Length: > 0 } own ? new Uri(page.Address, own) : Action;
        var fields = button.GetAttribute("name") is { Length: > 0 } name
            ? Fields.Append(KeyValuePair.Create(name, button.GetAttribute("value") ?? ""))
            : Fields;
        return string.Equals(form.Method, "get", StringComparison.OrdinalIgnoreCase)
            ? page.Browser.GoAsync(new UriBuilder(action) { Query = Encode(fields) }.Uri)
            : page.Browser.PostAsync(action, fields);
    }

    private static string ValueOf(IElement control) => control switch
    {
        IHtmlInputElement { Type: "checkbox" or "radio" } box => box.GetAttribute("value") ?? "on",
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value ?? "",
        _ => "",
    };

    private static string Encode(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
}
