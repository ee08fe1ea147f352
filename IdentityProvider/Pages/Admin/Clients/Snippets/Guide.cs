using IdentityProvider.Administration.Registry;
using IdentityProvider.Pages.Admin.Frame;
using IdentityProvider.Protocol;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary>How an app connects with one library.</summary>
/// <param name="Library">Its name.</param>
/// <param name="About">For what it is, in a sentence.</param>
/// <param name="Snippets">What to take over.</param>
public sealed record Guide(string Library, string About, params IReadOnlyList<Snippet> Snippets)
{
    /// <summary>Those that fit the client.</summary>
    public static IReadOnlyList<Guide> For(ConnectValues values) => ClientKinds.Of(values.Client) switch
    {
        ClientKinds.Web =>
        [
            new("openid-client", "A server on Node.js: complete, and runs as it stands.", NodeSnippets.SignIn(values)),
            new("ASP.NET Core", "A server on .NET: complete, and runs as it stands.", DotNetSnippets.SignIn(values)),
            new("mod_auth_openidc", "Apache signs people in before anything behind it is reached.", ServerSnippets.Apache(values)),
            .. ForItself(values),
        ],
        ClientKinds.SinglePage => [new("oidc-client-ts", "An app in the browser.", BrowserSnippets.SignIn(values))],
        ClientKinds.Native =>
        [
            new("AppAuth for Android", "An activity that opens the system\u2019s browser.", NativeSnippets.Android(values)),
            new("AppAuth for iOS and macOS", "A view controller that opens the system\u2019s browser.", NativeSnippets.Apple(values)),
        ],
        ClientKinds.Machine => ForItself(values),
        _ => [.. values.Client.GrantTypes.Where(Grants.AccountGrants.All.Contains).Select(grant => new Guide(grant[(grant.LastIndexOf(':') + 1)..], "At the token endpoint, with what somebody typed into the app.", ServerSnippets.AccountGrant(values, grant)))],
    };

    private static IReadOnlyList<Guide> ForItself(ConnectValues values) => !values.Client.GrantTypes.Contains(GrantTypes.ClientCredentials) ? [] :
    [
        new("curl", "A token for the client itself, from a shell.", ServerSnippets.Machine(values)),
        new(values.Client.GrantTypes.Contains(GrantTypes.AuthorizationCode) ? "openid-client, for itself" : "openid-client", "A job on Node.js.", NodeSnippets.Machine(values)),
        new("HttpClient", "A job on .NET.", DotNetSnippets.Machine(values)),
    ];
}
