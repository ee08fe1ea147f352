using IdentityProvider.Pages.Admin.Frame;
using static IdentityProvider.Pages.Admin.Clients.Snippets.ConnectValues;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary>AppAuth, for apps on phones and desktops: it opens the system's browser and does PKCE by itself.</summary>
internal static class NativeSnippets
{
    public static Snippet Android(ConnectValues values) => new("SignIn.kt", $$"""
        // implementation("net.openid:appauth:0.11.1")
        // manifestPlaceholders["appAuthRedirectScheme"] = {{Quoted(new Uri(values.RedirectUri).Scheme)}}
        AuthorizationServiceConfiguration.fetchFromIssuer(Uri.parse({{Quoted(values.Issuer)}})) { configuration, problem ->
            if (configuration == null) throw problem!!
            val request = AuthorizationRequest.Builder(
                configuration,
                {{Quoted(values.Client.ClientId)}},
                ResponseTypeValues.CODE,
                Uri.parse({{Quoted(values.RedirectUri)}}),
            ).setScope({{Quoted(values.Client.Scope)}}).build()
            signIn.launch(AuthorizationService(this).getAuthorizationRequestIntent(request))
        }

        val signIn = registerForActivityResult(ActivityResultContracts.StartActivityForResult()) { result ->
            val answer = AuthorizationResponse.fromIntent(result.data!!) ?: throw AuthorizationException.fromIntent(result.data)!!
            AuthorizationService(this).performTokenRequest(answer.createTokenExchangeRequest()) { tokens, problem ->
                // tokens?.accessToken, tokens?.idToken
            }
        }
        """);

    public static Snippet Apple(ConnectValues values) => new("SignIn.swift", $$"""
        // https://github.com/openid/AppAuth-iOS
        OIDAuthorizationService.discoverConfiguration(forIssuer: URL(string: {{InSwift(values.Issuer)}})!) { configuration, problem in
            guard let configuration else { return print(problem!) }
            let request = OIDAuthorizationRequest(
                configuration: configuration,
                clientId: {{InSwift(values.Client.ClientId)}},
                scopes: [{{string.Join(", ", values.Scopes.Select(InSwift))}}],
                redirectURL: URL(string: {{InSwift(values.RedirectUri)}})!,
                responseType: OIDResponseTypeCode,
                additionalParameters: nil)
            // Keep the flow until it has ended.
            self.flow = OIDAuthState.authState(byPresenting: request, presenting: self) { state, problem in
                // state?.lastTokenResponse?.accessToken, state?.lastTokenResponse?.idToken
            }
        }
        """);

    // Swift writes a character by its number in another way.
    private static string InSwift(string text) => Quoted(text).Replace("\\u0024", "$", StringComparison.Ordinal);
}
