using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Clients.Snippets;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Http;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Everything that an app needs to work with the provider, with the client's own values filled in.</summary>
public sealed class ConnectModel(Administrator admin, ClientAdministration clients, IssuerProvider issuer) : ClientPage(admin, clients)
{
    public string? NewSecret { get; private set; }

    public ConnectValues Values => new(Client, issuer.Current);

    /// <summary>The addresses, by the names that libraries call them by.</summary>
    public IEnumerable<(string Name, string Address)> Endpoints =>
        from path in new[]
        {
            ("Authorization", ProtocolPaths.Authorize), ("Token", ProtocolPaths.Token), ("Userinfo", ProtocolPaths.UserInfo), ("Keys (JWKS)", ProtocolPaths.Jwks),
            ("Revocation", ProtocolPaths.Revocation), ("Introspection", ProtocolPaths.Introspection), ("Sign-out", ProtocolPaths.EndSession),
        }
        select (path.Item1, issuer.UriOf(path.Item2));

    public Task<IActionResult> OnGetAsync()
    {
        NewSecret = TakeSecret();
        return ShowAsync();
    }
}
