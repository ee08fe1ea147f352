using IdentityProvider.Pages.Admin.Clients.Flow;
using IdentityProvider.Protocol.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Consent;

/// <summary>What an app wants to know and do, and whether it may.</summary>
public sealed class ConsentModel(SignedInPerson people, AuthorizationInteraction interaction, FlowRun run) : HostedPage
{
    /// <summary>The scopes that were left ticked.</summary>
    [BindProperty]
    public IReadOnlyList<string> Scopes { get; set; } = [];

    [BindProperty]
    public bool Remember { get; set; }

    public Person Person { get; private set; } = null!;

    /// <summary>The console runs the app's flow: what is allowed is for this one run, and is never remembered.</summary>
    public bool IsTrial => Pending!.RedirectUri == run.CallbackUri;

    /// <summary>Where the answer goes: the host, which an app can't choose as freely as its name.</summary>
    public string Destination => Uri.TryCreate(Pending!.RedirectUri, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Authority : "the app on your device";

    public bool IsChosen(string scope) => HttpMethods.IsGet(Request.Method) || Scopes.Contains(scope);

    public Task<IActionResult> OnGetAsync()
    {
        Remember = true;
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        // The required ones come with no field; others that were not asked for can't be smuggled in.
        var granted = Pending!.Scopes.Where(scope => scope.Required || Scopes.Contains(scope.Name)).Select(scope => scope.Name).ToList();
        await interaction.GrantConsentAsync(Pending.Handle, Person.User.Id.ToString(), granted, Remember && !IsTrial, Aborted);
        return Continue();
    }

    public async Task<IActionResult> OnPostDenyAsync()
    {
        await DenyAsync();
        return Continue();
    }

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (await base.EnterAsync() is { } instead)
            return instead;
        if (Pending is null)
            return Problem("There is nothing to allow", "This page opens when an app asks for something. Start in the app.");
        if (await people.FindAsync(HttpContext) is not { } person)
            return SeeOther(LinkTo("/account/login"));
        Person = person;
        return null;
    }
}
