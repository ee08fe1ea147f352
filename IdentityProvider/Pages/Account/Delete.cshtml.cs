using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>The end of the account: with a code by SMS, or the password where there is no number for one.</summary>
public sealed class DeleteModel(
    SignedInPerson people, AccountDeletion deletion, BrowserSession browser, OneTimeCodes codes, CodeMemory memory, TimeProvider clock)
    : OwnerCodePage(people, codes, memory, clock)
{
    [BindProperty]
    public string? CurrentPassword { get; set; }

    public DeletionWay Way { get; private set; }

    public override string Path => "/account/delete";

    protected override string Purpose => CodePurposes.DeleteAccount;

    protected override async Task<IActionResult> ShowAsync()
    {
        Way = await deletion.FindWayAsync(Person.User, Aborted);
        return await base.ShowAsync();
    }

    public async Task<IActionResult> OnPostDeleteAsync()
    {
        ModelState.Clear();
        switch (await deletion.DeleteAsync(Person.User.Id, new DeletionProof(Current?.Proof, CurrentPassword), RequestSource.Of(HttpContext), Aborted))
        {
            case DeletionOutcome.Deleted:
                StartAgain();
                await browser.EndAsync(HttpContext);
                return SeeOther(Url.Content("~/account/deleted"));
            case DeletionOutcome.Refused { Error: var error }:
                if (error == AccountErrors.ProofInvalid)
                    StartAgain();
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
