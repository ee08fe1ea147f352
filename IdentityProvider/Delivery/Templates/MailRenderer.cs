using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Delivery.Templates;

/// <summary>The HTML of mails. It is made when a mail goes out, not while somebody waits for an answer.</summary>
public sealed class MailRenderer(IServiceScopeFactory scopes, ILoggerFactory logs, IOptions<Branding> branding)
{
    public async Task<string> RenderAsync(LinkMail mail)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var html = await renderer.RenderComponentAsync<LinkMailHtml>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(LinkMailHtml.Mail)] = mail,
                [nameof(LinkMailHtml.Product)] = branding.Value.Name,
                [nameof(LinkMailHtml.Accent)] = branding.Value.AccentColor,
            }));
            return $"<!DOCTYPE html>\n{html.ToHtmlString()}";
        });
    }
}
