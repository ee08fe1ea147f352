using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Pages.Admin.Registry;

/// <summary>What administrators do at the pages of clients, scopes and API resources.</summary>
internal static class RegistrySteps
{
    public const string SomeRedirectUri = "https://new.example/callback";

    /// <summary>Registers a client from a template; the page that then shows how to connect it.</summary>
    public static async Task<Page> RegisterClientAsync(this UserAgent browser, string template, string id, Action<PageForm>? fill = null)
    {
        var page = await browser.OpenAsync($"/admin/clients/new?template={template}");
        var form = page.FormWith("#clientId").Fill("#clientId", id);
        if (page.Has("#redirectUris"))
            form.Fill("#redirectUris", template == "native" ? "com.example.new:/callback" : SomeRedirectUri);
        fill?.Invoke(form);
        var connect = (await form.SubmitAsync()).ExpectPage();
        Assert.True(connect.Path == "/admin/clients/connect", connect.ToString());
        return connect;
    }

    public static string NewId() => "app-" + IdentityProvider.Data.NewId.Create().ToString("N");

    /// <summary>The secret that the page shows this once.</summary>
    public static string ShownSecret(this Page page) => page.Document.QuerySelector(".snippet.once code")!.TextContent;

    public static Task<Page> OpenClientAsync(this UserAgent browser, string page, string id) =>
        browser.OpenAsync($"/admin/clients/{page}?id={Uri.EscapeDataString(id)}");

    /// <summary>What is wrong with the field, as it stands beside it.</summary>
    public static IEnumerable<string> ErrorsBeside(this Page page, string field) =>
        page.Document.QuerySelector($"#{field}")!.Closest(".field")!.QuerySelectorAll(".field-error").Select(error => error.TextContent);

    public static string ValueOf(this Page page, string field) => page.Document.QuerySelector($"#{field}") switch
    {
        AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
        AngleSharp.Html.Dom.IHtmlSelectElement select => select.Value ?? "",
        { } input => input.GetAttribute("value") ?? "",
        null => throw new Xunit.Sdk.XunitException($"No field {field} on {page}"),
    };
}
