using System.Globalization;
using IdentityProvider.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>The places where the account is signed in, and ending them.</summary>
public sealed class SessionsModel(SignedInPerson people, Sessions sessions) : AccountPage(people)
{
    [BindProperty]
    public string? Id { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        // One that is gone already was what was wanted.
        await sessions.EndOwnAsync(Person.User.Id, Id ?? "", SessionEndReasons.EndedByUser, Aborted);
        return Done("The session is ended.");
    }

    public async Task<IActionResult> OnPostOthersAsync()
    {
        await sessions.EndAllAsync(Person.User.Id, SessionEndReasons.EndedByUser, Person.SessionId, Aborted);
        return Done("All other sessions are ended.");
    }

    protected override async Task<IActionResult> ShowAsync()
    {
        var live = await sessions.ListAsync(Person.User.Id, Aborted);
        Rows = [.. live.Select(session => Row.Of(session, Person.SessionId)).OrderByDescending(row => row.IsThisBrowser)];
        return await base.ShowAsync();
    }

    private StatusCodeResult Done(string notice)
    {
        Notice = notice;
        return SeeOther(Url.Content("~/account/sessions"));
    }

    /// <summary>A session in words.</summary>
    public sealed record Row(string Id, string Device, string? Address, string Since, string LastSeen, bool IsThisBrowser)
    {
        internal static Row Of(Session session, string current) => new(
            session.Id, Account.Device.Describe(session.UserAgent), session.Address, Moment(session.CreatedAt), Moment(session.LastSeenAt), session.Id == current);

        // The server doesn't know the user's time zone, so it says which one it means.
        private static string Moment(DateTimeOffset instant) => instant.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }
}
