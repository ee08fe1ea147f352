using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Pages.Forms;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Registers a client in two steps: what it is, then what is its own.</summary>
public sealed class NewModel(
    Administrator admin, ClientAdministration clients, ClientRights rights, ClientTemplates templates, ScopeChoices scopes) : AdminPage(admin)
{
    /// <summary>The name of a <see cref="ClientTemplate"/>; anything else: it is still to be chosen.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Template { get; set; }

    [BindProperty]
    public string? ClientName { get; set; }

    [BindProperty]
    public string? ClientId { get; set; }

    [BindProperty]
    public string? RedirectUris { get; set; }

    [BindProperty]
    public string? PostLogoutRedirectUris { get; set; }

    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    public IReadOnlyList<ClientTemplate> Templates => templates.All;

    public ClientTemplate? Chosen => templates.Find(Template ?? "");

    public IReadOnlyList<Option> ScopeOptions { get; private set; } = [];

    public string RuleOfScopes => rights.Rule;

    protected override string LeastRole => Permissions.ChangeConfiguration;

    public async Task<IActionResult> OnGetAsync()
    {
        if (Chosen is { } template)
        {
            ClientId = RegisteredNames.Create();
            // What they may not give is not ticked for them.
            var withheld = May(rights.Role) ? [] : ClientRights.ScopesOf(template.Preset);
            Scopes = [.. ScopeList.Of(template.Preset).Except(withheld)];
        }

        return await ShowAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Chosen is not { } template)
            return SeeOther(Url.Content("~/admin/clients/new"));
        var wanted = Fill(template.Preset);
        if (ClientRights.CanDoHarm(wanted) && !Admin.SignedInFreshly)
            return await AskToSignInAgainAsync();
        switch (await clients.CreateAsync(Actor, wanted, RequestSource.Of(HttpContext), Aborted))
        {
            case RegistryOutcome<Client>.Done done:
                OneTimeSecret.Keep(TempData, Actor, ClientPage.HomePath + done.Entry.Name, done.Secret);
                Notice = $"{done.Entry.Value.DisplayName} is registered, and works from now on.";
                return SeeOther(EntryPage<Client>.Address(Url.Content("~/admin/clients/connect"), done.Entry.Name));
            case RegistryOutcome<Client>.Refused refused:
                return await RefuseAsync(FieldErrorNames.InForm(refused.Error));
            default:
                throw new InvalidOperationException("There is no other outcome.");
        }
    }

    protected override async Task<IActionResult> ShowAsync()
    {
        ScopeOptions = await scopes.OfClientsAsync(Aborted);
        return Page();
    }

    private Client Fill(Client preset) => preset with
    {
        ClientId = ClientId?.Trim() ?? "",
        ClientName = Texts.OrNull(ClientName),
        RedirectUris = Lines.Read(RedirectUris),
        PostLogoutRedirectUris = Lines.Read(PostLogoutRedirectUris),
        Scope = string.Join(' ', Scopes),
    };
}
