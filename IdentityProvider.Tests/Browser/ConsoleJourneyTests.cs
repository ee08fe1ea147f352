using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Pages.Admin;
using IdentityProvider.Tests.Pages.Admin.Registry;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IdentityProvider.Tests.Browser;

/// <summary>What the console shows to connect an app is all that an app needs: the code itself is run, with what stands on the page and nothing else.</summary>
[Needs(nameof(Tool.Chromium), nameof(Tool.Node))]
public sealed class ConsoleJourneyTests(Chromium chromium) : IClassFixture<Chromium>
{
    [ToolFact]
    public async Task From_the_command_line_to_an_app_that_signs_people_in()
    {
        // The first super administrator, on an empty database.
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var admin = Person.New();
        Assert.Equal(0, await AddSuperAdminAsync(database, admin));
        await using var provider = Provider.StartOn(database);

        // They register a web app at the console.
        await using var desk = await chromium.NewContextAsync();
        var page = await desk.NewPageAsync();
        await page.GotoAsync(provider.Address("/admin").ToString());
        await page.SignInAsAsync(admin);
        await page.Locator(".admin-nav").GetByRole(AriaRole.Link, new() { Name = "Clients" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New client" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Web app" }).ClickAsync();
        var origin = $"http://localhost:{FreePort()}";
        await page.GetByLabel("Name (optional)").FillAsync("The tea shop");
        await page.GetByLabel("Redirect URIs").FillAsync($"{origin}/callback");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await page.ComesToAsync("Connect The tea shop");

        // The app is the code of that page, and the secret above it.
        var secret = (await page.Locator(".snippet.once code").TextContentAsync())!;
        var code = (await page.Locator(".guide").First.Locator("code").TextContentAsync())!;
        await using var app = NodeScript.Run(code, new Dictionary<string, string> { ["CLIENT_SECRET"] = secret });
        Assert.Equal(origin, await app.ReadAsync("Open"));

        // Somebody signs in to it.
        var person = await provider.Accounts.RegisterVerifiedAsync();
        await using var sofa = await chromium.NewContextAsync();
        var browser = await sofa.NewPageAsync();
        await browser.GotoAsync(origin);
        await Expect(browser.GetByText("The tea shop")).ToBeVisibleAsync();
        await browser.SignInAsAsync(person);
        await browser.AllowAsync();
        await browser.ComesToAddressAsync($"{origin}/callback?");
        var user = JsonNode.Parse((await browser.Locator("body").TextContentAsync())!)!;
        Assert.Equal(person.UserId, (string?)user["sub"]);
        Assert.Equal(person.FullName, (string?)user["name"]);
    }

    [ToolFact]
    public async Task The_code_for_an_app_that_comes_back_to_its_home_page_signs_people_in()
    {
        await using var provider = await Provider.StartAsync();
        var origin = $"http://localhost:{FreePort()}";
        var admin = await provider.SignInAsRoleAsync("admin");
        var connect = await admin.RegisterClientAsync("web", RegistrySteps.NewId(), form => form.Fill("#redirectUris", $"{origin}/"));
        await using var app = NodeScript.Run(
            connect.Document.QuerySelector(".guide code")!.TextContent, new Dictionary<string, string> { ["CLIENT_SECRET"] = connect.ShownSecret() });
        Assert.Equal(origin, await app.ReadAsync("Open"));

        var person = await provider.Accounts.RegisterVerifiedAsync();
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(origin);
        await page.SignInAsAsync(person);
        await page.AllowAsync();
        await page.ComesToAddressAsync($"{origin}/?");
        Assert.Equal(person.UserId, (string?)JsonNode.Parse((await page.Locator("body").TextContentAsync())!)!["sub"]);
    }

    [ToolFact]
    public async Task The_code_for_a_browser_app_signs_people_in()
    {
        await using var provider = await Provider.StartAsync();
        using var folder = new TemporaryFolder();
        var modules = Path.Combine(SourceTree.NodeFolder, "node_modules");
        await using var site = StaticSite.Start(new Dictionary<string, string>
        {
            ["/main.js"] = folder.PathOf("main.js"),
            ["/oidc-client-ts.js"] = Path.Combine(modules, "oidc-client-ts", "dist", "esm", "oidc-client-ts.js"),
            ["/jwt-decode.js"] = Path.Combine(modules, "jwt-decode", "build", "esm", "index.js"),
        }, otherwise: folder.Write("index.html", """
            <!DOCTYPE html>
            <script type="importmap">{ "imports": { "oidc-client-ts": "/oidc-client-ts.js", "jwt-decode": "/jwt-decode.js" } }</script>
            <body><script type="module" src="/main.js"></script></body>
            """));
        var admin = await provider.SignInAsRoleAsync("admin");
        var connect = await admin.RegisterClientAsync("spa", RegistrySteps.NewId(), form => form.Fill("#redirectUris", $"{site.Origin}/callback"));
        folder.Write("main.js", connect.Document.QuerySelector(".guide code")!.TextContent);

        var person = await provider.Accounts.RegisterVerifiedAsync();
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Origin);
        await page.SignInAsAsync(person);
        await page.AllowAsync();
        await Expect(page.Locator("body")).ToHaveTextAsync($"Signed in as {person.FullName}");
    }

    [ToolFact]
    public async Task The_code_for_a_machine_gets_a_token()
    {
        await using var provider = await Provider.StartAsync();
        var admin = await provider.SignInAsRoleAsync("admin");
        var connect = await admin.RegisterClientAsync("machine", RegistrySteps.NewId(), form => form.Tick("[value='orders.read']", true));
        var code = connect.Document.QuerySelectorAll(".guide code").Select(code => code.TextContent).Single(code => code.Contains("openid-client", StringComparison.Ordinal));
        await using var job = NodeScript.Run(code, new Dictionary<string, string> { ["CLIENT_SECRET"] = connect.ShownSecret() });
        Assert.Equal("3600", await job.ReadAsync("bearer"));
    }

    private static async Task<int> AddSuperAdminAsync(TestDatabase database, Person person)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SourceTree.ProviderFolder,
            ArgumentList = { ProviderProcess.AssemblyPath, "users", "add", "--role", "superAdmin", "--phone", person.Phone, "--email", person.Email, "--name", person.FullName },
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ConnectionStrings__Default"] = database.ConnectionString;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(person.Password);
        process.StandardInput.Close();
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
