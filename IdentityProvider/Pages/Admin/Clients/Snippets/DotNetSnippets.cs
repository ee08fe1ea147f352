using IdentityProvider.Pages.Admin.Frame;
using static IdentityProvider.Pages.Admin.Clients.Snippets.ConnectValues;

namespace IdentityProvider.Pages.Admin.Clients.Snippets;

/// <summary>ASP.NET Core.</summary>
internal static class DotNetSnippets
{
    /// <summary>A whole app behind a sign-in.</summary>
    public static Snippet SignIn(ConnectValues values) => new("Program.cs", $$"""
        // dotnet add package Microsoft.AspNetCore.Authentication.OpenIdConnect
        // dotnet user-secrets set ClientSecret ...
        using Microsoft.AspNetCore.Authentication.Cookies;
        using Microsoft.AspNetCore.Authentication.OpenIdConnect;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.Authority = {{Quoted(values.Issuer)}};{{OverHttp(values)}}
                options.ClientId = {{Quoted(values.Client.ClientId)}};
                options.ClientSecret = builder.Configuration["ClientSecret"];
                options.ResponseType = "code";
                options.ResponseMode = "query";
                {{SignedIn(values)}}{{SignedOut(values)}}
                options.Scope.Clear();
        {{Scopes(values)}}
                options.GetClaimsFromUserInfoEndpoint = true;
                options.MapInboundClaims = false;
                options.TokenValidationParameters.NameClaimType = "name";
                options.SaveTokens = true;
            });
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", (HttpContext http) => $"Signed in as {http.User.Identity?.Name ?? http.User.FindFirst("sub")?.Value}").RequireAuthorization();
        app.MapGet("/sign-out", () => Results.SignOut(
            new() { RedirectUri = "/" }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.Run();
        """);

    /// <summary>A token for the client itself.</summary>
    public static Snippet Machine(ConnectValues values) => new("Program.cs", $$"""
        using System.Net.Http.Headers;
        using System.Net.Http.Json;

        using var http = new HttpClient();
        using var answer = await http.PostAsync({{Quoted(values.Issuer + Protocol.ProtocolPaths.Token)}}, new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = {{Quoted(values.Client.ClientId)}},
            ["client_secret"] = Environment.GetEnvironmentVariable("CLIENT_SECRET")!,
            ["scope"] = {{Quoted(values.Client.Scope)}},
        }));
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<Token>())!;

        // Use it until shortly before it expires, then fetch another.
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(token.token_type, token.access_token);
        Console.WriteLine($"A token for {token.expires_in} seconds");

        internal sealed record Token(string access_token, string token_type, int expires_in);
        """);

    private static string OverHttp(ConnectValues values) =>
        values.IsOverHttp ? "\n        options.RequireHttpsMetadata = false; // On this machine only." : "";

    // The middleware answers every request of these paths, so neither may be that of the home page.
    private static string SignedIn(ConnectValues values) => values.RedirectUriBesideHome is { } uri
        ? $"options.CallbackPath = {Quoted(PathOf(uri))};"
        : $"// Add {new Uri(new Uri(values.RedirectUri), "/signin-oidc")} to the redirect URIs of the client: the sign-in comes back there, not to the home page.";

    private static string SignedOut(ConnectValues values) => values switch
    {
        { PostLogoutRedirectUriBesideHome: { } uri } => $"\n        options.SignedOutCallbackPath = {Quoted(PathOf(uri))};",
        { PostLogoutRedirectUri: { } home } =>
            $"\n        // Add {new Uri(new Uri(home), "/signout-callback-oidc")} to the addresses after signing out: the browser comes back there first.",
        _ => "",
    };

    private static string Scopes(ConnectValues values) =>
        string.Join('\n', values.Scopes.Select(scope => $"        options.Scope.Add({Quoted(scope)});"));
}
