using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>Where the mailed link leads. Mail scanners open links, so opening it does nothing: the button does.</summary>
public sealed class ConfirmEmailModel(EmailConfirmation confirmation, MailMemory mails, SignedInPerson people) : HostedPage
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public bool Confirmed { get; private set; }

    /// <summary>Used, expired or never good: pressing the button again would not help.</summary>
    public bool LinkIsDead { get; private set; }

    /// <summary>Whether somebody is signed in here; else they sign in next.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>Which account it is, in words; null: the link is about none.</summary>
    public string? Account { get; private set; }

    protected override async Task<IActionResult> ShowAsync()
    {
        IsSignedIn = await people.FindAsync(HttpContext) is not null;
        Account = Confirmed || LinkIsDead ? null : await confirmation.DescribeAsync(Token, Aborted);
        return await base.ShowAsync();
    }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        switch (await confirmation.ConfirmAsync(Token, Aborted))
        {
            case EmailOutcome.Confirmed { UserId: var userId }:
                Confirmed = true;
                await TakeUpAsync(userId);
                return await ShowAsync();
            case EmailOutcome.Refused { Error: var error }:
                LinkIsDead = true;
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("A link can only be followed or refused.");
        }
    }

    /// <summary>Goes on with what the registration in this browser began with.</summary>
    private async Task TakeUpAsync(Guid userId)
    {
        if (mails.Find() is not { } mail || mail.UserId != userId)
            return;
        await ResumeAsync(mail.RequestHandle);
        ReturnUrl = mail.ReturnUrl;
    }
}
