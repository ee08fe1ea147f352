using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>Where the mailed link leads. Mail scanners open links, so opening it does nothing: the button does.</summary>
public sealed class ConfirmEmailModel(EmailConfirmation confirmation) : HostedPage
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    public bool Confirmed { get; private set; }

    /// <summary>Used, expired or never good: pressing the button again would not help.</summary>
    public bool LinkIsDead { get; private set; }

    /// <summary>Which account it is, in words; null: the link is about none.</summary>
    public string? Account { get; private set; }

    protected override async Task<IActionResult> ShowAsync()
    {
        Account = Confirmed || LinkIsDead ? null : await confirmation.DescribeAsync(Token, Aborted);
        return await base.ShowAsync();
    }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        switch (await confirmation.ConfirmAsync(Token, Aborted))
        {
            case EmailOutcome.Confirmed:
                Confirmed = true;
                return await ShowAsync();
            case EmailOutcome.Refused { Error: var error }:
                LinkIsDead = true;
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("A link can only be followed or refused.");
        }
    }
}
