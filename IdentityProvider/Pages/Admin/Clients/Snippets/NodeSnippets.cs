using IdentityProvider.Pages.Admin.Frame;
using static IdentityProvider.Pages.Admin.Clients.Snippets.ConnectValues;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary><c>openid-client</c> v6, for servers on Node.js. What is shown runs as it stands: a test does.</summary>
internal static class NodeSnippets
{
    /// <summary>A whole server that signs people in.</summary>
    public static Snippet SignIn(ConnectValues values) => new("app.mjs", $$"""
        // npm install openid-client
        // CLIENT_SECRET=... node app.mjs
        import http from "node:http";
        import { randomUUID } from "node:crypto";
        import * as oidc from "openid-client";

        const redirectUri = new URL({{Quoted(values.RedirectUri)}});
        const config = await oidc.discovery(new URL({{Quoted(values.Issuer)}}),
          {{Quoted(values.Client.ClientId)}}, process.env.CLIENT_SECRET{{OverHttp(values)}});

        // Sign-ins that have begun, by a cookie of their browser. Several servers keep them in a store they share.
        const begun = new Map();

        async function begin(response) {
          const browser = randomUUID();
          const checks = { pkceCodeVerifier: oidc.randomPKCECodeVerifier(), expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
          begun.set(browser, checks);
          const address = oidc.buildAuthorizationUrl(config, {
            redirect_uri: redirectUri.href,
            scope: {{Quoted(values.Client.Scope)}},
            code_challenge: await oidc.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
            code_challenge_method: "S256",
            state: checks.expectedState,
            nonce: checks.expectedNonce,
          });
          response.writeHead(302, { Location: address.href, "Set-Cookie": `sign-in=${browser}; Path=/; HttpOnly; SameSite=Lax` }).end();
        }

        async function finish(address, browser, response) {
          const checks = begun.get(browser);
          begun.delete(browser);
          if (!checks) return response.writeHead(302, { Location: "/" }).end();
          const tokens = await oidc.authorizationCodeGrant(config, address, { ...checks, idTokenExpected: true });
          const user = await oidc.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
          response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(user, null, 2));
        }

        http.createServer((request, response) => {
          const address = new URL(request.url, redirectUri);
          const browser = /sign-in=([\w-]+)/.exec(request.headers.cookie)?.[1];
          // The redirect URI may be a page of the app too: only with a code or an error it is the end of a sign-in.
          const isEnd = address.pathname === redirectUri.pathname && (address.searchParams.has("code") || address.searchParams.has("error"));
          const answer = isEnd ? finish(address, browser, response) : begin(response);
          answer.catch((error) => response.writeHead(500, { "Content-Type": "text/plain" }).end(String(error)));
        }).listen(redirectUri.port || 3000, () => console.log(`Open ${redirectUri.origin}`));
        """);

    /// <summary>A token for the client itself.</summary>
    public static Snippet Machine(ConnectValues values) => new("job.mjs", $$"""
        // npm install openid-client
        // CLIENT_SECRET=... node job.mjs
        import * as oidc from "openid-client";

        const config = await oidc.discovery(new URL({{Quoted(values.Issuer)}}),
          {{Quoted(values.Client.ClientId)}}, process.env.CLIENT_SECRET{{OverHttp(values)}});
        const token = await oidc.clientCredentialsGrant(config, { scope: {{Quoted(values.Client.Scope)}} });

        // Use it until shortly before it expires, then fetch another.
        console.log(token.token_type, token.expires_in);
        // await fetch("https://api.example/orders", { headers: { authorization: `Bearer ${token.access_token}` } });
        """);

    private static string OverHttp(ConnectValues values) =>
        values.IsOverHttp ? ", undefined,\n  { execute: [oidc.allowInsecureRequests] }" : "";
}
