using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Recovery;

/// <summary>
/// Sends the code or the link that a new password takes: one box for what the policy resets by. The answer is the same
/// whether there is such an account or not, unless the policy reveals it.
/// </summary>
public sealed class ForgotModel(Passwords passwords, CodeMemory codes, AccountPolicy policy) : HostedPage
{
    /// <summary>The phone number, or the e-mail address.</summary>
    [BindProperty]
    public string? Identifier { get; set; }

    /// <summary>An account was made for this person, who has no password to forget.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Welcome { get; set; }

    public Channels Ways => policy.ResetChannels;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Identifier))
        {
            ModelState.AddModelError(nameof(Identifier), IdentifierWords.Missing(Ways));
            return await ShowAgainAsync();
        }

        switch (await passwords.ForgotAsync(Identifier, RequestSource.Of(HttpContext), Aborted))
        {
            case ForgotOutcome.CodeSent { Ticket: var ticket }:
                codes.Keep(new CodeInProgress(CodePurposes.ResetPassword, Identifier, ticket));
                return SeeOther(LinkTo("/account/forgot/code"));
            case ForgotOutcome.LinkSent:
                TempData[LinkSentModel.AddressKey] = Identifier.Trim();
                return SeeOther(LinkTo("/account/forgot/sent"));
            case ForgotOutcome.Refused { Error: var error }:
                return await RefuseAsync(AtTheBox(error));
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    // The rules name the field of the call, phone or email; here there is one box.
    private static AccountError AtTheBox(AccountError error)
    {
        string[]? sentences = error == AccountErrors.UserNotFound
            ? ["Nobody has an account with this here. Check how it is written."]
            : error.Errors?.Values.SelectMany(wrong => wrong).ToArray();
        return sentences is null ? error : error with { Errors = new Dictionary<string, string[]> { [nameof(Identifier)] = sentences } };
    }
}
