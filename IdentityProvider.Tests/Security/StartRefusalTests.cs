using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Security;

/// <summary>A start in Production that would not be safe, or could not work, ends at once and says which settings are wrong.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [Trait("Conformance", "BCP-35")]
    [InlineData("Issuer", null, "Issuer is not set", "https")]
    [InlineData("Issuer", "http://login.example", "Issuer must be https", "http://login.example")]
    [InlineData("Proxies:Known:0", "proxy.internal", "Proxies:Known", "proxy.internal")]
    [InlineData("Accounts:Phone:AllowedCountries", null, "Accounts:Phone:AllowedCountries is empty", "*")]
    public async Task A_wrong_setting_is_named(string key, string? value, params string[] named)
    {
        var output = await RefusedAsync(settings => settings[key] = value);
        Assert.All(named, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_sender_of_messages_nobody_could_register()
    {
        var output = await RefusedAsync(_ => { });
        Assert.Contains("Delivery:Sms:Senders", output, StringComparison.Ordinal);
        Assert.Contains("Delivery:Email:Senders", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var output = await RefusedAsync(settings =>
        {
            settings["Issuer"] = null;
            settings["Proxies:Known:0"] = "everybody";
            settings["Branding:AccentColor"] = "red";
        });
        foreach (var key in new[] { "Issuer", "Proxies:Known", "Branding:AccentColor", "Delivery:Sms:Senders" })
            Assert.Contains(key, output, StringComparison.Ordinal);
    }

    /// <summary>Starts it with settings of which some are wrong; what it says when it gives up.</summary>
    private static Task<string> RefusedAsync(Action<Dictionary<string, string?>> spoil)
    {
        var settings = new Dictionary<string, string?> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Issuer"] = "https://login.example" };
        spoil(settings);
        return ProviderProcess.RefusedAsync(settings);
    }
}
