using System.Globalization;
using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Pages.Admin.Registry;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Scopes;
using Microsoft.AspNetCore.Mvc;

namespace IdentityProvider.Pages.Admin.Clients;

/// <summary>Everything that can be changed of a client, as a form has it: in the order of the page.</summary>
public abstract class ClientFields(Administrator admin, ClientAdministration clients) : ClientPage(admin, clients)
{
    [BindProperty]
    public string? ClientName { get; set; }

    [BindProperty]
    public string? ApplicationType { get; set; }

    [BindProperty]
    public string? RedirectUris { get; set; }

    [BindProperty]
    public string? PostLogoutRedirectUris { get; set; }

    [BindProperty]
    public string? AllowedCorsOrigins { get; set; }

    [BindProperty]
    public List<string> GrantTypes { get; set; } = [];

    [BindProperty]
    public List<string> Scopes { get; set; } = [];

    [BindProperty]
    public bool FirstParty { get; set; }

    /// <summary><c>true</c>, <c>false</c>; empty: as is usual.</summary>
    [BindProperty]
    public string? RequireConsent { get; set; }

    [BindProperty]
    public string? TokenEndpointAuthMethod { get; set; }

    [BindProperty]
    public bool RequirePkce { get; set; }

    [BindProperty]
    public string? AccessTokenFormat { get; set; }

    [BindProperty]
    public string? AccessTokenLifetime { get; set; }

    [BindProperty]
    public string? RefreshTokenLifetime { get; set; }

    [BindProperty]
    public string? DefaultMaxAge { get; set; }

    [BindProperty]
    public string? IdTokenSignedResponseAlg { get; set; }

    [BindProperty]
    public string? ClientUri { get; set; }

    [BindProperty]
    public string? LogoUri { get; set; }

    [BindProperty]
    public string? PolicyUri { get; set; }

    [BindProperty]
    public string? TosUri { get; set; }

    protected void FillFrom(Client client)
    {
        ClientName = client.ClientName;
        ApplicationType = client.ApplicationType;
        RedirectUris = Lines.Of(client.RedirectUris);
        PostLogoutRedirectUris = Lines.Of(client.PostLogoutRedirectUris);
        AllowedCorsOrigins = Lines.Of(client.AllowedCorsOrigins);
        GrantTypes = [.. client.GrantTypes];
        Scopes = [.. ScopeList.Of(client)];
        FirstParty = client.FirstParty;
        RequireConsent = ConsentOf(client);
        TokenEndpointAuthMethod = client.TokenEndpointAuthMethod;
        RequirePkce = client.NeedsPkce;
        AccessTokenFormat = client.AccessTokenFormat;
        AccessTokenLifetime = Text(client.AccessTokenLifetime);
        RefreshTokenLifetime = Text(client.RefreshTokenLifetime);
        DefaultMaxAge = Text(client.DefaultMaxAge);
        IdTokenSignedResponseAlg = client.IdTokenSignedResponseAlg;
        (ClientUri, LogoUri, PolicyUri, TosUri) = (client.ClientUri, client.LogoUri, client.PolicyUri, client.TosUri);
    }

    /// <summary>The client with what was typed. What is no number is an error of the form.</summary>
    protected Client ApplyTo(Client client) => client with
    {
        ClientName = Texts.OrNull(ClientName),
        ApplicationType = ApplicationType ?? client.ApplicationType,
        RedirectUris = Lines.Read(RedirectUris),
        PostLogoutRedirectUris = Lines.Read(PostLogoutRedirectUris),
        AllowedCorsOrigins = Lines.Read(AllowedCorsOrigins),
        GrantTypes = GrantTypes,
        ResponseTypes = GrantTypes.Contains(Protocol.GrantTypes.AuthorizationCode) ? ["code"] : [],
        Scope = ScopeList.Format(Scopes),
        FirstParty = FirstParty,
        RequireConsent = bool.TryParse(RequireConsent, out var consent) ? consent : null,
        TokenEndpointAuthMethod = TokenEndpointAuthMethod ?? client.TokenEndpointAuthMethod,
        RequirePkce = RequirePkce ? true : null,
        AccessTokenFormat = AccessTokenFormat ?? client.AccessTokenFormat,
        AccessTokenLifetime = (int?)Seconds(nameof(AccessTokenLifetime), AccessTokenLifetime),
        RefreshTokenLifetime = (int?)Seconds(nameof(RefreshTokenLifetime), RefreshTokenLifetime),
        DefaultMaxAge = Seconds(nameof(DefaultMaxAge), DefaultMaxAge),
        IdTokenSignedResponseAlg = IdTokenSignedResponseAlg ?? client.IdTokenSignedResponseAlg,
        ClientUri = Texts.OrNull(ClientUri),
        LogoUri = Texts.OrNull(LogoUri),
        PolicyUri = Texts.OrNull(PolicyUri),
        TosUri = Texts.OrNull(TosUri),
    };

    public static string ConsentOf(Client client) => client.RequireConsent switch
    {
        null => "",
        true => "true",
        false => "false",
    };

    private long? Seconds(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return seconds;
        ModelState.AddModelError(field, $"\"{text.Trim()}\" is not a number of seconds.");
        return null;
    }

    private static string? Text(long? seconds) => seconds?.ToString(CultureInfo.InvariantCulture);
}
