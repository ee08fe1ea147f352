using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Delivery;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Messages;

/// <summary>What became of messages, and sending again what nobody took.</summary>
public sealed class IndexModel(Administrator admin, SentMessages messages, TimeProvider clock) : AdminPage(admin)
{
    private Page<SentMessage>? _found;

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>The message to send again.</summary>
    [BindProperty]
    public Guid Id { get; set; }

    public Page<SentMessage> Found => _found ?? new([], 1, PageRequest.Usual, 0);

    public bool IsFiltered => !string.IsNullOrEmpty(State) || !string.IsNullOrEmpty(To);

    /// <summary>This list as it is: with its filters, and at its page.</summary>
    public string Here => Request.PathBase + Request.Path + Request.QueryString;

    protected override string LeastRole => Permissions.Read;

    public async Task<IActionResult> OnGetAsync() => await ShowAsync(await ListAsync(), page => _found = page);

    public async Task<IActionResult> OnPostAsync()
    {
        if (await messages.RetryAsync(Actor, Id, RequestSource.Of(HttpContext), Aborted) is { } wrong)
            return await RefuseAsync(wrong);
        Notice = "The message waits for its turn again.";
        return SeeOther(Here);
    }

    /// <summary>Whether it makes sense to send it after all.</summary>
    public bool MayRetry(SentMessage message) =>
        May(Permissions.Update) && message.State == MessageStates.GivenUp && message.ExpiresAt > clock.GetUtcNow();

    /// <summary>When it is tried again; null: now, or never.</summary>
    public DateTimeOffset? NextTry(SentMessage message) => message.NextAttemptAt > clock.GetUtcNow() ? message.NextAttemptAt : null;

    /// <summary>The list stands below whatever became of a form.</summary>
    protected override async Task<IActionResult> ShowAsync()
    {
        if (_found is null && await ListAsync() is Reading<Page<SentMessage>>.Found found)
            _found = found.What;
        return await base.ShowAsync();
    }

    private Task<Reading<Page<SentMessage>>> ListAsync() =>
        messages.ListAsync(Actor, new MessageQuery(MessageStates.All.Contains(State) ? State : null, To), new PageRequest(PageNumber), Aborted);
}
