using IdentityProvider.Accounts;
using IdentityProvider.Grants;
using IdentityProvider.Protocol;
using IdentityProvider.Protocol.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>What a new client usually is, to begin with.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">When it is the right one, in a sentence.</param>
/// <param name="Preset">The client, without its own identifier, name and addresses.</param>
public sealed record ClientTemplate(string Name, string Description, Client Preset)
{
    /// <summary>What people call it.</summary>
    public string Title => ClientKinds.Name(Name);

    /// <summary>Whether it has addresses to which the browser comes back.</summary>
    public bool HasRedirectUris => Preset.GrantTypes.Contains(GrantTypes.AuthorizationCode);
}

/// <summary>The templates there are, under the policy that this provider runs with.</summary>
public sealed class ClientTemplates
{
    private const string SignIn = "openid profile email offline_access";

    public ClientTemplates(AccountPolicy policy) => All =
    [
        new(ClientKinds.Web, "A web site with a server of its own, which keeps a secret and signs people in by the browser.", new Client
        {
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            RequirePkce = true,
            Scope = SignIn,
        }),
        new(ClientKinds.SinglePage, "An app that runs in the browser and has no server of its own: it can't keep a secret.", new Client
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.None,
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = SignIn,
        }),
        new(ClientKinds.Native, "An app on a phone or a desktop, which opens the browser to sign people in.", new Client
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.None,
            ApplicationType = "native",
            GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken],
            Scope = SignIn,
        }),
        new(ClientKinds.Machine, "A service or a script that acts for itself: nobody signs in.", new Client
        {
            GrantTypes = [GrantTypes.ClientCredentials],
            ResponseTypes = [],
            Scope = "",
        }),
        new(ClientKinds.FirstParty, "The app of the house: it shows its own sign-in form, sees the password, and asks for no consent.", new Client
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.None,
            ApplicationType = "native",
            FirstParty = true,
            GrantTypes = [.. OfferedGrants(policy), GrantTypes.RefreshToken],
            ResponseTypes = [],
            Scope = "openid profile email phone offline_access account",
        }),
    ];

    public IReadOnlyList<ClientTemplate> All { get; }

    public ClientTemplate? Find(string name) => All.FirstOrDefault(template => template.Name == name);

    private static IEnumerable<string> OfferedGrants(AccountPolicy policy)
    {
        if (policy.SignInWithPhone)
            yield return AccountGrants.PhonePassword;
        if (policy.SignInWithCode)
            yield return AccountGrants.PhoneOtp;
        if (policy.SignInWithEmail)
            yield return AccountGrants.EmailPassword;
    }
}
