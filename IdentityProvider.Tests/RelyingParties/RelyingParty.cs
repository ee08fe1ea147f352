using System.Net.Http.Headers;
using System.Text;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.RelyingParties;

/// <summary>
/// A relying party that does everything right: it discovers the endpoints, sends a full request, checks what comes back
/// and authenticates as it is registered. What a test wants wrong it makes so in a single place.
/// </summary>
public sealed class RelyingParty(Provider provider, TestClient client)
{
    private Metadata? _metadata;

    public TestClient Client => client;

    public async Task<Metadata> MetadataAsync() => _metadata ??= await Metadata.FetchAsync(provider);

    /// <summary>A full code-flow request: state, nonce, and PKCE where the client is public.</summary>
    public AuthorizationRequest Request(string scope = "openid") => AuthorizationRequest.Of(client, scope);

    /// <summary>Sends the browser to the authorization endpoint; nobody fills in a page.</summary>
    public async Task<Landing> VisitAsync(UserAgent browser, AuthorizationRequest request) =>
        await browser.GoAsync(new Uri($"{(await MetadataAsync()).AuthorizationEndpoint}?{request.Query}"));

    /// <summary>Sends the browser, whose person signs in and consents where asked; the answer to the client.</summary>
    public async Task<Callback> AuthorizeAsync(UserAgent browser, AuthorizationRequest request) =>
        await HostedPages.PassAsync(await VisitAsync(browser, request));

    /// <summary>The whole flow, with every check that a certified client makes on its way.</summary>
    public async Task<SignedIn> SignInAsync(UserAgent browser, AuthorizationRequest? request = null)
    {
        request ??= Request();
        var callback = await AuthorizeAsync(browser, request);
        Conforming.Callback(provider, request, callback);
        var answer = await RedeemAsync(callback.Code!, request);
        return new SignedIn(request, callback, await Conforming.TokensAsync(this, request, answer));
    }

    public Task<TokenAnswer> RedeemAsync(string code, AuthorizationRequest request) => TokenAsync(CodeGrant(code, request));

    /// <summary>The right parameters for the token endpoint, for a test to change.</summary>
    public static TokenRequest CodeGrant(string code, AuthorizationRequest request)
    {
        var grant = new TokenRequest("authorization_code").With("code", code);
        if (request["redirect_uri"] is { } redirectUri)
            grant = grant.With("redirect_uri", redirectUri);
        return request.CodeVerifier is { } verifier ? grant.With("code_verifier", verifier) : grant;
    }

    public Task<TokenAnswer> RefreshAsync(string refreshToken, string? scope = null)
    {
        var grant = new TokenRequest("refresh_token").With("refresh_token", refreshToken);
        return TokenAsync(scope is null ? grant : grant.With("scope", scope));
    }

    public Task<TokenAnswer> ClientCredentialsAsync(string? scope)
    {
        var grant = new TokenRequest("client_credentials");
        return TokenAsync(scope is null ? grant : grant.With("scope", scope));
    }

    /// <summary>Asks the token endpoint, authenticated as the client is registered.</summary>
    public async Task<TokenAnswer> TokenAsync(TokenRequest request) =>
        await TokenAnswer.ReadAsync(await provider.Http.SendAsync(Authenticated((await MetadataAsync()).TokenEndpoint, request.Parameters)));

    public async Task<HttpResponseMessage> RevokeAsync(string token, string? hint = null) =>
        await provider.Http.SendAsync(Authenticated((await MetadataAsync()).RevocationEndpoint, TokenAndHint(token, hint)));

    public async Task<HttpResponseMessage> IntrospectAsync(string token, string? hint = null) =>
        await provider.Http.SendAsync(Authenticated((await MetadataAsync()).IntrospectionEndpoint, TokenAndHint(token, hint)));

    public async Task<HttpResponseMessage> UserInfoAsync(string accessToken) =>
        await provider.Http.SendAsync(new HttpRequestMessage(HttpMethod.Get, (await MetadataAsync()).UserInfoEndpoint)
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
        });

    /// <summary>A form to an endpoint, with the client's authentication: Basic, or the identifier of a public client in the body.</summary>
    public HttpRequestMessage Authenticated(string endpoint, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (client.Public)
            parameters = parameters.Append(KeyValuePair.Create("client_id", client.Id));
        else
            request.Headers.Authorization = Basic(client.Id, client.Secret!);
        request.Content = new FormUrlEncodedContent(parameters);
        return request;
    }

    /// <summary>HTTP Basic as OAuth wants it: both parts form-encoded first (RFC 6749 2.3.1).</summary>
    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    private static IEnumerable<KeyValuePair<string, string>> TokenAndHint(string token, string? hint)
    {
        yield return KeyValuePair.Create("token", token);
        if (hint is not null)
            yield return KeyValuePair.Create("token_type_hint", hint);
    }
}

/// <summary>A sign-in that ended well: what was asked, what came back, what it was exchanged for.</summary>
public sealed record SignedIn(AuthorizationRequest Request, Callback Callback, Tokens Tokens)
{
    public string Subject => Tokens.IdToken!.Subject;
}
