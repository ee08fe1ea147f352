using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityProvider.Pages.Recovery;

/// <summary>
/// Takes the new password, with the proof that was mailed or that the code brought. Mail scanners open links, so opening
/// this page does nothing.
/// </summary>
public sealed class ResetModel(Passwords passwords, CodeMemory codes) : HostedPage
{
    /// <summary>The proof that was mailed; null: the one that the code brought.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? NewPassword { get; set; }

    /// <summary>What the proof permits; null: it is used, too old, replaced, or never was one.</summary>
    public ResetPermit? Permit { get; private set; }

    private string? Proof => string.IsNullOrEmpty(Token) ? codes.Find(CodePurposes.ResetPassword)?.Proof : Token;

    protected override async Task<IActionResult> ShowAsync()
    {
        Permit = await passwords.FindResetAsync(Proof, Aborted);
        return Permit is null ? StartAgain() : await base.ShowAsync();
    }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        switch (await passwords.ResetAsync(Proof, NewPassword, RequestSource.Of(HttpContext), Aborted))
        {
            case PasswordOutcome.Changed:
                codes.Forget(CodePurposes.ResetPassword);
                Notice = "Your password is set. Sign in with it.";
                // Somebody else may be signed in here, and would be taken for the one who has just set it.
                return SeeOther(LinkTo("/account/login", with: "another"));
            case PasswordOutcome.Refused { Error: { Errors: not null } error }:
                return await RefuseAsync(error);
            case PasswordOutcome.Refused:
                return StartAgain();
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    private PageResult StartAgain()
    {
        Permit = null;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
