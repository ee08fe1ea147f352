using IdentityProvider.Protocol.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.SignIn;

/// <summary>Continue as the account that is signed in, or as another (<c>prompt=select_account</c>).</summary>
public sealed class SelectModel(SignedInPerson people, AuthorizationInteraction interaction) : HostedPage
{
    public Person Person { get; private set; } = null!;

    public string AnotherAccount => LinkTo("/account/login", with: "another");

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        await interaction.ConfirmAccountAsync(Pending!.Handle, Aborted);
        return Continue();
    }

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await base.EnterAsync() is { } instead)
            return instead;
        if (Pending is null)
            return SeeOther(LinkTo("/account"));
        if (await people.FindAsync(HttpContext) is not { } person)
            return SeeOther(LinkTo("/account/login"));
        Person = person;
        return null;
    }
}
