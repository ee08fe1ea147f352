using IdentityProvider.Accounts;
using IdentityProvider.Administration;
using IdentityProvider.Pages.Account;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Users;

/// <summary>Where somebody is signed in, and ending it.</summary>
public sealed class SessionsModel(Administrator admin, UserDirectory directory, AccountRoles roles, UserAccess access, IClientStore clients)
    : UserAccountPage(admin, directory, roles)
{
    [BindProperty]
    public string? Sid { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public bool MayEnd => MayHere(Permissions.Deactivate);

    protected override string LeastRole => Permissions.Read;

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync() =>
        await FinishAsync(await access.EndSessionAsync(Actor, Id, Sid ?? "", Source, Aborted), "The session is ended.", Link + "/sessions");

    /// <summary>Wants a fresh sign-in, as deactivating does: it stops somebody's work wherever they are at it.</summary>
    public async Task<IActionResult> OnPostAllAsync() => !Admin.SignedInFreshly
        ? await AskToSignInAgainAsync()
        : await FinishAsync(await access.EndAllSessionsAsync(Actor, Id, Source, Aborted), $"{Name} is signed out everywhere.", Link + "/sessions");

    protected override async Task<IActionResult> ShowAsync()
    {
        if (await access.ListSessionsAsync(Actor, Id, Aborted) is not Reading<IReadOnlyList<Session>>.Found found)
            return Unavailable(AccountErrors.UserNotFound);
        var rows = new List<Row>();
        foreach (var session in found.What)
        {
            var client = session.ClientId is { } id ? (await clients.FindAsync(id, Aborted))?.DisplayName ?? id : null;
            rows.Add(new Row(session, Device.Describe(session.UserAgent), client, session.Id == Actor.SessionId));
        }

        Rows = rows;
        return await base.ShowAsync();
    }

    /// <summary>A session in words.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Device">What the browser or app calls itself.</param>
    /// <param name="App">The app whose own form it was; null: a browser's.</param>
    /// <param name="IsThis">Whether it is the one that looks at it.</param>
    public sealed record Row(Session Session, string Device, string? App, bool IsThis);
}
