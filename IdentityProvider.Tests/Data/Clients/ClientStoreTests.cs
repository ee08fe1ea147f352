using System.Text.Json.Nodes;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Clients;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Scopes;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Data.Clients;

/// <summary>The clients a running provider knows.</summary>
public sealed class ClientStoreTests(DemoProvider fixture) : IClassFixture<DemoProvider>
{
    private IClientStore Clients => fixture.Provider.Services.GetRequiredService<IClientStore>();

    [Theory]
    [InlineData(TestClients.Web)]
    [InlineData(TestClients.Disabled)]
    [InlineData("demo-machine")]
    public async Task A_client_is_found(string id) => Assert.Equal(id, (await FindAsync(id))?.ClientId);

    [Theory]
    [InlineData("WEB")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Another_one_is_not(string id) => Assert.Null(await FindAsync(id));

    [Fact]
    public async Task The_demo_app_lives_where_the_server_listens()
    {
        var demo = (await FindAsync("demo-spa"))!;
        Assert.Contains($"{fixture.Provider.Issuer}/demo/", demo.RedirectUris);
        Assert.Contains($"{fixture.Provider.Issuer}/demo/", demo.PostLogoutRedirectUris);
        Assert.True(await AllowsAsync(fixture.Provider.Issuer));
    }

    [Fact]
    public async Task A_configured_client_wins_over_the_demo_one_of_its_name() =>
        Assert.Equal(["https://app.example/callback"], (await FindAsync(TestClients.App))!.RedirectUris);

    [Theory]
    [InlineData("https://spa.example", true)]
    [InlineData("https://spa.example:8443", false)]
    [InlineData("http://spa.example", false)]
    [InlineData("https://disabled.example", false)]
    [InlineData("https://nobody.example", false)]
    [InlineData("null", false)]
    [InlineData("com.example.native:", false)]
    public async Task The_origins_of_enabled_clients_are_allowed(string origin, bool allowed) => Assert.Equal(allowed, await AllowsAsync(origin));

    [Fact]
    public async Task The_catalogue_holds_standard_scopes_ours_and_those_of_the_files()
    {
        var resources = await fixture.Provider.Services.GetRequiredService<IResourceStore>().GetAsync(CancellationToken.None);
        Assert.All(["openid", "offline_access", ProviderScopes.Account, "orders.read", "stock.read"], scope => Assert.True(resources.Knows(scope)));
        Assert.Equal([RandomHandle.Hash(TestClients.OrdersApiSecret)], resources.FindApi(TestClients.OrdersApi)!.Secrets.Select(secret => secret.Hash));
    }

    [Fact]
    public async Task There_is_no_demo_where_it_is_switched_off()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Clients:Demo", "false"));
        Assert.Null(await provider.Services.GetRequiredService<IClientStore>().FindAsync("demo-spa", CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_file_stops_the_start()
    {
        using var folder = new TemporaryFolder();
        var file = TestClients.FileWith(TestClients.Web, client => client["scope"] = new JsonArray());
        var says = await ProviderProcess.RefusedAsync("Clients:Files:0", folder.Write("clients.json", file.ToJsonString()));
        Assert.Contains("clients.json: client \"web\": \"scope\" has the wrong type", says, StringComparison.Ordinal);
    }

    private async Task<Client?> FindAsync(string id) => await Clients.FindAsync(id, CancellationToken.None);

    private async Task<bool> AllowsAsync(string origin) => await Clients.AllowsOriginAsync(origin, CancellationToken.None);
}
