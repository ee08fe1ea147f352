using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>
/// Where somebody waits for the mail with the link, and asks for another. Which address it is this browser alone knows, from
/// a registration or from a right password.
/// </summary>
public sealed class CheckEmailModel(EmailConfirmation confirmation, MailMemory mails) : HostedPage
{
    /// <summary>The mail; null: this browser knows of none.</summary>
    public MailInProgress? Mail { get; private set; }

    /// <summary>The link was followed meanwhile, here or elsewhere.</summary>
    public bool Confirmed { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (Mail is null)
            return await ShowAgainAsync();
        if (await confirmation.SendAsync(Mail.UserId, Aborted) is EmailOutcome.Refused { Error: var error })
            return await RefuseAsync(error);
        Notice = "The mail is on its way. The link in it works once.";
        return SeeOther(LinkTo("/account/check-email"));
    }

    protected override async Task<IActionResult?> EnterAsync()
    {
        Mail = mails.Find();
        Confirmed = Mail is not null && await confirmation.IsConfirmedAsync(Mail.UserId, Aborted);
        return await base.EnterAsync();
    }
}
