using IdentityProvider.Health;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Cli;

/// <summary><c>health</c>, as the health check of a container calls it.</summary>
public sealed class HealthCommandTests : IClassFixture<ProviderFixture>
{
    private readonly Provider _provider;

    public HealthCommandTests(ProviderFixture fixture) => _provider = fixture.Provider;

    [Fact]
    public async Task A_server_that_is_ready_ends_it_with_0()
    {
        await using var process = ProviderProcess.Start(new Dictionary<string, string?>(), "health", "--url", _provider.Address(HealthEndpoints.ReadyPath).ToString());
        Assert.Equal(0, await process.ExitedAsync());
        Assert.Contains("\"database\":{\"status\":\"healthy\"}", process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "https://+:1;http://+:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    public async Task It_finds_the_server_by_the_settings_of_the_server(string variable, string value)
    {
        await using var process = ProviderProcess.Start(new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = null,
            [variable] = string.Format(System.Globalization.CultureInfo.InvariantCulture, value, _provider.Origin.Port),
        }, "health");
        Assert.Equal(0, await process.ExitedAsync());
    }

    [Theory]
    [InlineData("http://localhost:1/health/ready", "does not answer")]
    [InlineData("{0}nowhere", "")]
    [InlineData("localhost", "\"localhost\" is not an address.")]
    public async Task Anything_else_ends_it_with_1(string address, string said)
    {
        var asked = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, _provider.Origin);
        await using var process = ProviderProcess.Start(new Dictionary<string, string?>(), "health", "--url", asked);
        Assert.Equal(1, await process.ExitedAsync());
        Assert.Contains(said, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}
