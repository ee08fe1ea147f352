using IdentityProvider.Administration.Registry;
using IdentityProvider.Grants;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Clients;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Changes a client.</summary>
public sealed class EditModel(Administrator admin, ClientAdministration clients, ClientRights rights, ScopeChoices scopes) : ClientFields(admin, clients)
{
    public static IReadOnlyList<Option> ApplicationTypes { get; } =
        [new("web", "Web: a site or an app in the browser"), new("native", "Native: an app on a phone or a desktop")];

    public static IReadOnlyList<Option> AuthMethods { get; } =
    [
        new(ClientAuthenticationMethods.ClientSecretBasic, "A secret, in the header (client_secret_basic)"),
        new(ClientAuthenticationMethods.ClientSecretPost, "A secret, in the form (client_secret_post)"),
        new(ClientAuthenticationMethods.None, "Not at all: public, it can't keep a secret (none)"),
    ];

    public static IReadOnlyList<Option> Consents { get; } =
        [new("", "As is usual: yes, unless first-party"), new("true", "Always"), new("false", "Never")];

    public static IReadOnlyList<Option> TokenFormats { get; } =
        [new(AccessTokenFormats.Jwt, "JWT: APIs read it themselves"), new(AccessTokenFormats.Reference, "Reference: APIs ask here what it means")];

    public static IReadOnlyList<Option> Algorithms { get; } = [new("RS256", "RS256: every library knows it"), new("ES256", "ES256: shorter")];

    public IReadOnlyList<Option> ScopeOptions { get; private set; } = [];

    /// <summary>The grants there are here, and those that the client has besides.</summary>
    public IEnumerable<Option> GrantOptions =>
    [
        new(Protocol.GrantTypes.AuthorizationCode, "People sign in by the browser", "authorization_code: the rule for everything with a user."),
        new(Protocol.GrantTypes.RefreshToken, "They stay signed in", "refresh_token: beside a grant by which a user signs in."),
        new(Protocol.GrantTypes.ClientCredentials, "It acts for itself", "client_credentials: without a user; not for a public client."),
        .. AccountGrants.All.Union(Client.GrantTypes)
            .Except([Protocol.GrantTypes.AuthorizationCode, Protocol.GrantTypes.RefreshToken, Protocol.GrantTypes.ClientCredentials])
            .Select(grant => new Option(grant, AccountGrants.All.Contains(grant) ? "It asks for the password or code itself" : "An extension", $"{grant}{(AccountGrants.All.Contains(grant) ? ": first-party only." : "")}")),
    ];

    public string RuleOfScopes => rights.Rule;

    protected override bool Changes => true;

    protected override bool NeedsFreshSignIn => true;

    public Task<IActionResult> OnGetAsync()
    {
        FillFrom(Client);
        return ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var wanted = ApplyTo(Client);
        if (!ModelState.IsValid)
            return await ShowAgainAsync();
        return await FinishAsync(
            await Clients.ReplaceAsync(Actor, wanted, SentVersion, Source, Aborted), "Saved. It holds from now on, for sign-ins that are under way too.");
    }

    protected override async Task<IActionResult> ShowAsync()
    {
        ScopeOptions = await scopes.OfClientsAsync(Aborted);
        return await base.ShowAsync();
    }
}
