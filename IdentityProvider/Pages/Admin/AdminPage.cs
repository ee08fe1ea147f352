using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Globalization;
using IdentityProvider.Accounts;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Errors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityProvider.Pages.Admin;

/// <summary>
/// A page of the console. To add one: derive the model from this class, say in <see cref="LeastRole"/> who may open it (a member of
/// <see cref="Permissions"/>), answer what a rule refuses with <see cref="Unavailable"/> (GET) or <c>RefuseAsync</c> (POST), and end
/// what was done with a <c>Notice</c> and <c>SeeOther</c>. What can do harm is a page of its own that says what will happen, with
/// <see cref="NeedsFreshSignIn"/>. A form carries the <see cref="Version"/> of what it was filled from, and its fields get
/// <c>changed-meanwhile</c> and <c>now</c>. What takes a secret is marked as <see cref="DataType.Password"/>, so that no page shows it again. The page
/// begins with the heading and the partial <c>_Outcome</c>; the parts it is built from stand in <c>Pages/Admin/Frame</c> and <c>admin.css</c>. A part
/// of the console of its own gets a line in <see cref="AdminMenu"/>. The tests want every page in <c>AdminPages</c>.
/// </summary>
public abstract class AdminPage(Administrator admin) : HostedPage
{
    private const int LastPage = 1_000_000;

    public Administrator Admin => admin;

    public Actor Actor => admin.Actor;

    public PermissionPolicy Permissions => admin.Permissions;

    /// <summary>The form was sent with a sign-in that is too old for it, and is shown again.</summary>
    public bool SignInIsStale { get; private set; }

    /// <summary>It was changed while the form was open: the form is shown again, with what is saved now beside what was typed.</summary>
    public bool ChangedMeanwhile { get; private set; }

    /// <summary>Of what the form was filled from; null: the page was not posted, or has no such form.</summary>
    [BindProperty]
    public string? Version { get; set; }

    /// <summary>What a form carries on: a later version only once what it says has been shown beside what was typed.</summary>
    public string SeenVersion => ChangedMeanwhile || Version is null ? CurrentVersion.ToString(CultureInfo.InvariantCulture) : Version;

    /// <summary>The version of what the page is about, as it is now.</summary>
    protected virtual long CurrentVersion => 0;

    /// <summary>What is no version was never one: it fits nothing.</summary>
    protected long SentVersion => long.TryParse(Version, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    /// <summary>The page of a list that is asked for, <c>?page=</c>. It can't be bound: the framework has a route value of that name.</summary>
    public int PageNumber =>
        int.TryParse(Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Clamp(number, 1, LastPage) : 1;

    /// <summary>Where the sign-in leads that is opened beside a form: there it says that one can go back to the form.</summary>
    public string SignInBeside => SignInAgain(Url.Content("~/admin/signed-in"));

    /// <summary>From which role on one may open this page; empty: nobody may.</summary>
    protected abstract string LeastRole { get; }

    /// <summary>What is done here can do harm: only for somebody who proved a moment ago who they are.</summary>
    protected virtual bool NeedsFreshSignIn => false;

    public bool May(string leastRole) => admin.May(leastRole);

    protected override async Task<IActionResult?> EnterAsync()
    {
        if (!await admin.RecogniseAsync(HttpContext))
            return await SignInAndReturnAsync();
        return May(LeastRole) ? null : Denied();
    }

    protected override async Task<IActionResult?> HoldAsync()
    {
        if (!NeedsFreshSignIn || admin.SignedInFreshly)
            return null;
        return HttpMethods.IsPost(Request.Method) ? await AskToSignInAgainAsync() : SeeOther(SignInAgain(Here));
    }

    /// <summary>Shows the form again with everything typed, and the way to sign in again beside it.</summary>
    protected Task<IActionResult> AskToSignInAgainAsync()
    {
        SignInIsStale = true;
        ModelState.AddModelError("", $"For this you must have signed in within the last {WaitingTime.Words(admin.FreshFor)}. Nothing was changed.");
        return ShowAgainAsync(StatusCodes.Status403Forbidden);
    }

    protected override Task<IActionResult> RefuseAsync(AccountError error)
    {
        ChangedMeanwhile = error.Code == AccountErrors.ChangedMeanwhile.Code;
        return base.RefuseAsync(error);
    }

    /// <summary>Shows what was found; or the filters again with what is wrong with them; or that it can't be shown.</summary>
    /// <param name="reading">What looking came to.</param>
    /// <param name="take">Takes what was found onto the page.</param>
    protected Task<IActionResult> ShowAsync<T>(Reading<T> reading, Action<T> take)
    {
        switch (reading)
        {
            case Reading<T>.Found found:
                take(found.What);
                return ShowAsync();
            case Reading<T>.Refused { Error: { Errors: not null } wrong }:
                return RefuseAsync(wrong);
            case Reading<T>.Refused refused:
                return Task.FromResult(Unavailable(refused.Error));
            default:
                throw new UnreachableException(reading.GetType().Name);
        }
    }

    /// <summary>What was to be shown can't be: it is not there, or not for them.</summary>
    protected IActionResult Unavailable(AccountError error) =>
        error == AccountErrors.Forbidden ? Denied() : Problem(error.Title, error.Detail, error.Status, Start);

    private static PageWay Start => new("~" + AdminMenu.Start, "Go to the console");

    private string Here => Request.PathBase + Request.Path + Request.QueryString;

    private string SignInAgain(string returnUrl) => QueryHelpers.AddQueryString(Url.Content("~/account/login"), new Dictionary<string, string?>
    {
        ["fresh"] = "true",
        ["returnUrl"] = returnUrl,
    });

    private IActionResult Denied()
    {
        var role = admin.Roles is [] ? "no role" : $"the role {admin.Roles[^1]}";
        var whom = LeastRole.Length == 0 ? "Nobody may do this here" : $"It is for the role {LeastRole} and those above it";
        var another = QueryHelpers.AddQueryString("~/account/login", new Dictionary<string, string?> { ["another"] = "true", ["returnUrl"] = Here });
        PageWay[] ways = [new(another, "Sign in with another account")];
        return Problem(
            "You may not see this page", $"{whom}; you are signed in as {admin.Person.Name} and have {role}.",
            StatusCodes.Status403Forbidden, admin.MayEnter ? [Start, .. ways] : ways);
    }

    private async Task<IActionResult> SignInAndReturnAsync()
    {
        if (HttpMethods.IsPost(Request.Method) && await IsOurFormAsync())
            return Held();
        return SeeOther(QueryHelpers.AddQueryString(Url.Content("~/account/login"), "returnUrl", HttpMethods.IsGet(Request.Method) ? Here : Request.PathBase + Request.Path));
    }

    // The session ended while the form was open. What was typed goes back to the browser that typed it, to be sent again.
    private PartialViewResult Held()
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return new PartialViewResult
        {
            ViewName = "~/Pages/Admin/Frame/_HeldForm.cshtml",
            ViewData = new ViewDataDictionary<HeldForm>(MetadataProvider, ModelState) { Model = HeldForm.Of(Request, Here, SignInBeside, SecretFields()) },
        };
    }

    // By the mark that the framework has for them: a page that asks for a secret sets it beside [BindProperty].
    private HashSet<string> SecretFields() => MetadataProvider.GetMetadataForType(GetType()).Properties
        .Where(property => property.DataTypeName == nameof(DataType.Password))
        .Select(property => property.PropertyName!)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    // Never a form of another site: who signs in to see it through would do what that site wants.
    private async Task<bool> IsOurFormAsync()
    {
        try
        {
            return await HttpContext.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(HttpContext);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}
