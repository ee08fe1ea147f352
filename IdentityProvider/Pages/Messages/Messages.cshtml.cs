using IdentityProvider.Api;
using IdentityProvider.Delivery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace IdentityProvider.Pages.Messages;

/// <summary>The development mailbox: a page for people, JSON for programs. Elsewhere than in Development there is no such address.</summary>
[ResponseCache(NoStore = true)]
public sealed class MessagesModel(IServiceProvider services) : PageModel
{
    /// <summary>Only messages to this number or address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    public IReadOnlyList<MailboxEntry> Messages { get; private set; } = [];

    /// <summary>One mail, as a mail program would show it.</summary>
    public async Task<IActionResult> OnGetMailAsync(Guid id, CancellationToken cancellationToken)
    {
        if (services.GetService<DevelopmentMailbox>() is not { } mailbox || await mailbox.FindAsync(id, cancellationToken) is not { Html: { } html })
            return NotFound();
        // A mail has its styles on its elements; other than these, it may do nothing.
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
        return Content(html, "text/html; charset=utf-8");
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<DevelopmentMailbox>() is not { } mailbox)
            return NotFound();
        Messages = await mailbox.ListAsync(To, cancellationToken);
        return Request.Headers[HeaderNames.Accept].ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Page()
            : new JsonResult(Messages, ApiJson.Options);
    }
}
