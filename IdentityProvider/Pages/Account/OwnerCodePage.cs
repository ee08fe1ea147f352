using IdentityProvider.Accounts;
using IdentityProvider.Pages.Codes;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>A page on which the owner proves something by a code to the account's own number.</summary>
public abstract class OwnerCodePage(SignedInPerson people, OneTimeCodes codes, CodeMemory memory, TimeProvider clock) : CodePage(codes, memory, clock)
{
    public Person Person { get; private set; } = null!;

    public sealed override bool CanChangePhone => false;

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await people.FindAsync(HttpContext) is not { } person)
            return SignInFirst();
        Person = person;
        if (await base.EnterAsync() is { } instead)
            return instead;
        // Of somebody else who used this browser.
        if (Current is { } code && code.Phone != person.User.OwnedPhone)
            StartAgain();
        return null;
    }

    public sealed override Task<IActionResult> OnPostSendAsync()
    {
        ModelState.Clear();
        return SendAsync(Person.User.OwnedPhone ?? "", rememberToken: null);
    }

    protected sealed override Task<CodeOutcome> AskAsync(string phone, string? rememberToken) =>
        Codes.RequestForOwnerAsync(Person.User.Id, Purpose, RequestSource.Of(HttpContext), Aborted);
}
