using IdentityProvider.Accounts;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Security;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignUp;

/// <summary>A new account that begins with a code: the number is proven, then the password is chosen, and whoever did it is signed in.</summary>
public sealed class RegisterCodeModel(
    RegistrationByCode registration, BrowserSession browser, AccountPolicy policy, OneTimeCodes codes, CodeMemory memory, TimeProvider clock)
    : CodePage(codes, memory, clock)
{
    [BindProperty]
    public string? FullName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public override string Path => "/account/register/code";

    protected override string Purpose => CodePurposes.Register;

    protected override async Task<IActionResult?> EnterAsync() =>
        await base.EnterAsync() ?? (policy.RegisterWithCode ? null : SeeOther(LinkTo("/account/register")));

    public async Task<IActionResult> OnPostPasswordAsync()
    {
        // The number is not asked for on this step, nor is the code.
        ModelState.Remove(nameof(Phone));
        ModelState.Remove(nameof(Code));
        if (Current is not { Proof: { } proof, Phone: var phone })
            return await RefuseLostAsync();
        var request = new CodeRegistrationRequest(phone, proof, Password, FullName);
        switch (await registration.ConfirmAsync(request, RequestSource.Of(HttpContext), Aborted))
        {
            case RegistrationOutcome.Registered { User: var user }:
                Memory.Forget(Purpose);
                if (await browser.SignInAsync(HttpContext, user, AuthenticationMethods.CodeBySms, Aborted) is SessionStart.Started)
                    return Continue();
                Notice = RegisterModel.MadeSentence;
                return SeeOther(LinkTo("/account/login"));
            case RegistrationOutcome.Refused { Error: var error }:
                // What this step does not ask for can be set right only from the start.
                if (error.Errors?.Keys.All(field => field is "password" or "fullName") != true)
                    StartAgain();
                return await RefuseAsync(error);
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }
}
