using IdentityProvider.Tests.Hosting;
using Microsoft.Playwright;

namespace IdentityProvider.Tests.Browser;

/// <summary>A browser app on <c>oidc-client-ts</c>, a library that nobody here wrote, in real Chromium.</summary>
[Needs(nameof(Tool.Chromium), nameof(Tool.Node))]
public sealed class OidcClientTsTests(OidcClientTsTests.WithBrowserApp fixture, Chromium chromium)
    : IClassFixture<OidcClientTsTests.WithBrowserApp>, IClassFixture<Chromium>
{
    private const string ClientId = "browser-app";
    private readonly Provider _provider = fixture.Provider;
    private readonly string _app = fixture.App.Origin;

    /// <summary>A provider that knows a browser app, and the server that the app comes from.</summary>
    public sealed class WithBrowserApp : ProviderFixture
    {
        public StaticSite App { get; } = StaticSite.Start(new Dictionary<string, string>
        {
            ["/oidc-client-ts.min.js"] = Path.Combine(SourceTree.NodeFolder, "node_modules", "oidc-client-ts", "dist", "browser", "oidc-client-ts.min.js"),
        }, otherwise: Path.Combine(SourceTree.NodeFolder, "oidc-client-ts.html"));

        public override async Task DisposeAsync()
        {
            await App.DisposeAsync();
            await base.DisposeAsync();
        }

        protected override void Configure(ProviderSettings settings) => settings.WithClients(TestClients.FileWith(TestClients.Spa, client =>
        {
            client["client_id"] = ClientId;
            client["redirect_uris"] = new System.Text.Json.Nodes.JsonArray($"{App.Origin}/callback", $"{App.Origin}/silent");
            client["post_logout_redirect_uris"] = new System.Text.Json.Nodes.JsonArray($"{App.Origin}/signed-out");
        }));
    }

    [ToolFact]
    public async Task Signs_in_renews_in_a_hidden_frame_and_signs_out()
    {
        var page = await OpenAsync("openid profile email");
        var first = await SignInAsync(page);
        Assert.NotNull(first.Name);

        var renewed = await page.EvaluateAsync<Tokens>(ReadTokens("await client.signinSilent()"));
        Assert.NotEqual(first.AccessToken, renewed.AccessToken);
        Assert.Equal(first.Subject, renewed.Subject);

        await SignOutAsync(page);
        var refused = await page.EvaluateAsync<string>("async () => client.signinSilent().then(() => 'renewed', (error) => error.error)");
        Assert.Equal("login_required", refused);
    }

    [ToolFact]
    public async Task Renews_with_a_refresh_token()
    {
        var page = await OpenAsync("openid profile offline_access");
        var first = await SignInAsync(page);
        Assert.NotNull(first.RefreshToken);
        var renewed = await page.EvaluateAsync<Tokens>(ReadTokens("await client.signinSilent()"));
        Assert.NotEqual(first.RefreshToken, renewed.RefreshToken);
        Assert.NotEqual(first.AccessToken, renewed.AccessToken);
    }

    private async Task<IPage> OpenAsync(string scope)
    {
        var page = await (await chromium.NewContextAsync()).NewPageAsync();
        await page.GotoAsync($"{_app}/#authority={Uri.EscapeDataString(_provider.Issuer)}&client_id={ClientId}&scope={Uri.EscapeDataString(scope)}");
        return page;
    }

    private async Task<Tokens> SignInAsync(IPage page)
    {
        var person = await _provider.Accounts.RegisterVerifiedAsync();
        await page.EvaluateAsync("() => { client.signinRedirect(); }");
        await page.SignInAsAsync(person);
        await ComesBackAsync(page, "/callback?");
        return await page.EvaluateAsync<Tokens>(ReadTokens("await client.signinRedirectCallback()"));
    }

    private async Task SignOutAsync(IPage page)
    {
        await page.EvaluateAsync("() => { client.signoutRedirect(); }");
        await ComesBackAsync(page, "/signed-out");
    }

    /// <summary>The browser shows an address a moment before the page at it has run its script.</summary>
    private async Task ComesBackAsync(IPage page, string path)
    {
        await page.ComesToAddressAsync(_app + path);
        await page.WaitForFunctionAsync("() => window.client");
    }

    private static string ReadTokens(string user) =>
        $$"""
        async () => {
          const user = {{user}};
          return { accessToken: user.access_token, refreshToken: user.refresh_token, subject: user.profile.sub, name: user.profile.name };
        }
        """;

    private sealed record Tokens
    {
        public string AccessToken { get; init; } = "";

        public string? RefreshToken { get; init; }

        public string Subject { get; init; } = "";

        public string? Name { get; init; }
    }
}
