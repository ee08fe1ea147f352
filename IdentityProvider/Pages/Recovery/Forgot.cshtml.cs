using System.ComponentModel.DataAnnotations;
using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Recovery;

/// <summary>Sends the code that a new password takes. The answer is the same whether there is such an account or not.</summary>
public sealed class ForgotModel(Passwords passwords, CodeMemory codes) : HostedPage
{
    [BindProperty]
    [Required(ErrorMessage = "Enter your phone number.")]
    public string? Phone { get; set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid)
            return await ShowAgainAsync();
        switch (await passwords.ForgotAsync(Phone, email: null, Aborted))
        {
            case ForgotOutcome.CodeSent { Ticket: var ticket }:
                codes.Keep(new CodeInProgress(CodePurposes.ResetPassword, Phone!, ticket));
                return SeeOther(LinkTo("/account/reset"));
            case ForgotOutcome.Refused { Error: var error }:
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("A number gets a code.");
        }
    }
}
