using IdentityProvider.Pages.Admin.Frame;
using static IdentityProvider.Pages.Admin.Clients.Snippets.ConnectValues;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary><c>oidc-client-ts</c>, for apps that run in a browser.</summary>
internal static class BrowserSnippets
{
    public static Snippet SignIn(ConnectValues values) => new("main.js", $$"""
        // npm install oidc-client-ts
        import { UserManager } from "oidc-client-ts";

        const redirectUri = {{Quoted(values.RedirectUri)}};
        const manager = new UserManager({
          authority: {{Quoted(values.Issuer)}},
          client_id: {{Quoted(values.Client.ClientId)}},
          redirect_uri: redirectUri,{{SignedOut(values)}}
          scope: {{Quoted(values.Client.Scope)}},
          loadUserInfo: true,
        });

        // The sign-in comes back to the redirect URI, with a code or an error.
        if (location.href.startsWith(redirectUri) && /[?&](code|error)=/.test(location.search)) {
          await manager.signinRedirectCallback();
          history.replaceState({}, "", redirectUri);
        }

        const user = await manager.getUser();
        if (user && !user.expired) document.body.textContent = `Signed in as ${user.profile.name ?? user.profile.sub}`;
        else await manager.signinRedirect();

        // To call an API:  fetch(url, { headers: { authorization: `Bearer ${user.access_token}` } })
        // To sign out:     manager.signoutRedirect()
        """);

    private static string SignedOut(ConnectValues values) =>
        values.PostLogoutRedirectUri is { } uri ? $"\n  post_logout_redirect_uri: {Quoted(uri)}," : "";
}
