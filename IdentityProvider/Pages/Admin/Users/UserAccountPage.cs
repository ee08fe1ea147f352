using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Errors;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>A page about one account.</summary>
public abstract class UserAccountPage(Administrator admin, UserDirectory directory, AccountRoles roles) : AdminPage(admin)
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public AccountProfile Account { get; private set; } = null!;

    /// <summary>How the account is called: whatever it has that says who it is.</summary>
    public string Name => NameOf(Account);

    public string Link => Url.Content($"~/admin/users/{Id}");

    /// <summary>Nobody touches an account whose role is above their own.</summary>
    public bool IsAbove => Account.Roles.Select(RankOf).DefaultIfEmpty(-1).Max() > Actor.Rank;

    public bool IsOwn => Id == Actor.UserId;

    protected override long CurrentVersion => Account.Version;

    /// <summary>Whether the page is there to change the account: then nobody opens it for one whose role is above their own.</summary>
    protected virtual bool Changes => false;

    protected RequestSource Source => RequestSource.Of(HttpContext);

    /// <summary>The place of a role; -1: there is none such.</summary>
    protected int RankOf(string role) => roles.RankOf(role);

    internal static string NameOf(AccountProfile account) =>
        string.IsNullOrWhiteSpace(account.FullName) ? account.Phone ?? account.Email ?? account.Id.ToString() : account.FullName;

    /// <summary>Whether they may do to this account what the policy permits from this role on.</summary>
    public bool MayHere(string leastRole) => !IsAbove && May(leastRole);

    protected override async Task<IActionResult?> EnterAsync() => await base.EnterAsync() ?? await LoadAsync() ?? RefuseAbove();

    /// <summary>Null: the account is loaded, as it is now.</summary>
    protected async Task<IActionResult?> LoadAsync()
    {
        switch (await directory.GetAsync(Actor, Id, Aborted))
        {
            case UserOutcome.Done done:
                Account = done.Profile;
                return null;
            case UserOutcome.Refused refused:
                return Unavailable(refused.Error);
            default:
                throw new InvalidOperationException("Looking changes nothing.");
        }
    }

    /// <summary>On with good news, or the form again with what was refused.</summary>
    /// <param name="outcome">What it came to.</param>
    /// <param name="notice">The good news.</param>
    /// <param name="next">The next page; null: the account.</param>
    protected async Task<IActionResult> FinishAsync(UserOutcome outcome, string notice, string? next = null)
    {
        if (outcome is not UserOutcome.Refused { Error: var error })
        {
            Notice = notice;
            return SeeOther(outcome is UserOutcome.Gone ? Url.Content("~/admin/users") : next ?? Link);
        }

        // Somebody else was here: what is shown beside the form is what there is now.
        return await LoadAsync() ?? await RefuseAsync(error);
    }

    /// <summary>The page is not there for this account.</summary>
    protected IActionResult NotForIt(string title, string text) =>
        Problem(title, text, StatusCodes.Status403Forbidden, new PageWay($"~/admin/users/{Id}", "Go to the account"));

    private IActionResult? RefuseAbove() => !Changes || !IsAbove ? null : NotForIt(
        "This account is not yours to change", $"{Name} has a role above yours ({Account.Roles.MaxBy(RankOf)}): you can look at the account, and nothing more.");
}
