using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Data;

/// <summary>A start that can't work is refused with a message that names the settings, and no stack trace.</summary>
public sealed class StartTests
{
    [Fact]
    public Task An_unknown_provider_is_named() => IsRefusedAsync(["Database:Provider", "Oracle"], ("Database:Provider", "Oracle"));

    [Fact]
    public Task PostgreSql_without_a_connection_string_is_named() =>
        IsRefusedAsync(["ConnectionStrings:Default"], ("Database:Provider", "PostgreSql"));

    [Fact]
    public Task A_certificate_that_does_not_open_is_named() =>
        IsRefusedAsync(["DataProtection:CertificatePath", "/nowhere.pfx"], ("DataProtection:CertificatePath", "/nowhere.pfx"));

    [Fact]
    public Task Everything_that_is_wrong_is_named_at_once() =>
        IsRefusedAsync(["Database:Provider", "/nowhere.json"], ("Database:Provider", "Oracle"), ("Clients:Files:0", "/nowhere.json"));

    [Fact]
    public async Task An_unknown_command_is_refused()
    {
        await using var process = ProviderProcess.Start(new Dictionary<string, string?>(), "migrat");
        Assert.Equal(1, await process.ExitedAsync());
        Assert.Contains("\"migrat\"", process.Output, StringComparison.Ordinal);
    }

    private static async Task IsRefusedAsync(string[] named, params (string Key, string? Value)[] settings)
    {
        await using var process = ProviderProcess.Start(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        Assert.Equal(1, await process.ExitedAsync());
        Assert.All(named, text => Assert.Contains(text, process.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }
}
