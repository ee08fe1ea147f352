using Microsoft.Extensions.Configuration;

namespace IdentityProvider.Tests.Hosting;

/// <summary>Settings that come as files.</summary>
public sealed class SecretFilesTests
{
    [Fact]
    public void A_file_is_a_setting_and_counts_more_than_others()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ConnectionStrings__Default", "Host=db;Password=secret\n");
        folder.Write("dataprotection.pfx", "not a setting");
        var configuration = new ConfigurationManager { ["Secrets:Folder"] = folder.FullName, ["ConnectionStrings:Default"] = "Host=other" };
        configuration.AddSecretFiles();
        Assert.Equal("Host=db;Password=secret", configuration["ConnectionStrings:Default"]);
        Assert.Null(configuration["dataprotection.pfx"]);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_stops_the_start()
    {
        var says = await ProviderProcess.RefusedAsync("Secrets:Folder", "/nowhere/secrets");
        Assert.Contains("Secrets:Folder \"/nowhere/secrets\" does not exist.", says, StringComparison.Ordinal);
    }
}
