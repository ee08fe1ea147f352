using System.Globalization;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Account;

/// <summary>What the user has allowed apps, and taking it back.</summary>
public sealed class AppsModel(SignedInPerson people, Consents consents, IClientStore clients, IResourceStore resources) : AccountPage(people)
{
    [BindProperty]
    public string? ClientId { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    private string Subject => Person.User.Id.ToString();

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        if (ClientId is { Length: > 0 } clientId)
            await consents.WithdrawAsync(Subject, clientId, Aborted);
        Notice = "The permission is taken back, and the app's access has ended.";
        return SeeOther(Url.Content("~/account/apps"));
    }

    protected override async Task<IActionResult> ShowAsync()
    {
        var catalogue = await resources.GetAsync(Aborted);
        var rows = new List<Row>();
        foreach (var consent in await consents.ListAsync(Subject, Aborted))
        {
            var client = await clients.FindAsync(consent.ClientId, Aborted);
            rows.Add(new Row(
                consent.ClientId,
                client?.DisplayName ?? consent.ClientId,
                [.. consent.Scopes.Select(scope => NameOf(scope, catalogue))],
                consent.GivenAt.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)));
        }

        Rows = rows;
        return await base.ShowAsync();
    }

    private static string NameOf(string scope, Resources catalogue) =>
        scope == StandardScopes.OfflineAccess
            ? "Stay signed in"
            : catalogue.FindIdentityScope(scope)?.DisplayName ?? catalogue.FindApiScope(scope)?.DisplayName ?? scope;

    /// <summary>A consent in words.</summary>
    public sealed record Row(string ClientId, string Name, IReadOnlyList<string> Permissions, string Since);
}
