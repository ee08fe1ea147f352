using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Recovery;

/// <summary>Takes the code from the SMS; its proof permits one new password.</summary>
public sealed class CodeModel(OneTimeCodes codes, CodeMemory memory, TimeProvider clock) : CodePage(codes, memory, clock)
{
    public override string Path => "/account/forgot/code";

    protected override string Purpose => CodePurposes.ResetPassword;

    protected override string ProofPath => "/account/reset";

    // The number is asked for where an e-mail address may do as well.
    protected override async Task<IActionResult?> EnterAsync() =>
        await base.EnterAsync() ?? (Current is null ? SeeOther(LinkTo("/account/forgot")) : null);
}
