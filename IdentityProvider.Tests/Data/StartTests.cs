using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Data;

/// <summary>A start that can't work is refused with a message that names the settings, and no stack trace.</summary>
public sealed class StartTests
{
    [Fact]
    public Task An_unknown_provider_is_named() => IsRefusedAsync(["Database:Provider", "Oracle"], ("Database:Provider", "Oracle"));

    [Fact]
    public Task PostgreSql_without_a_connection_string_is_named() =>
        IsRefusedAsync(["ConnectionStrings:Default must be set"], ("Database:Provider", "PostgreSql"), ("ConnectionStrings:Default", null));

    [Theory]
    [InlineData("PostgreSql", "Data Source=provider.db;Password=hush", "Host=...;Database=...;Username=...;Password=...")]
    [InlineData("PostgreSql", "Database=provider;Password=hush", "has no Host")]
    [InlineData("Sqlite", "Host=localhost;Username=provider;Password=hush", "Data Source=/folder/file.db")]
    [InlineData("Sqlite", "hush", "Data Source=/folder/file.db")]
    [InlineData("PostgreSql", "Host=127.0.0.1;Port=1;Username=provider;Password=hush", "can't be used: Failed to connect to 127.0.0.1:1 (")]
    public async Task A_database_that_can_t_be_used_is_told_without_its_password(string provider, string connection, string says)
    {
        var refusal = await ProviderProcess.RefusedAsync(new Dictionary<string, string?> { ["Database:Provider"] = provider, ["ConnectionStrings:Default"] = connection });
        Assert.Contains("ConnectionStrings:Default", refusal, StringComparison.Ordinal);
        Assert.Contains(says, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_folder_that_can_t_be_made_is_told() => IsRefusedAsync(
        ["ConnectionStrings:Default can't be used: "], ("ConnectionStrings:Default", $"Data Source={Path.Combine(typeof(StartTests).Assembly.Location, "data", "provider.db")}"));

    [Fact]
    public async Task A_file_that_is_no_database_stops_server_and_commands_and_stays_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("provider.db", "A letter, not a database.");
        foreach (var arguments in new string[][] { [], ["migrate"], ["users", "list"] })
        {
            await using var process = ProviderProcess.Start(new Dictionary<string, string?> { ["ConnectionStrings:Default"] = $"Data Source={file}" }, arguments);
            Assert.Equal(1, await process.ExitedAsync());
            Assert.Contains("ConnectionStrings:Default can't be used: SQLite Error 26", process.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        }

        Assert.Equal("A letter, not a database.", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public Task A_certificate_that_does_not_open_is_named() =>
        IsRefusedAsync(["DataProtection:CertificatePath", "/nowhere.pfx"], ("DataProtection:CertificatePath", "/nowhere.pfx"));

    [Fact]
    public Task An_old_certificate_that_does_not_open_is_named() =>
        IsRefusedAsync(["DataProtection:OldCertificates:0:Path", "/nowhere.pfx"], ("DataProtection:OldCertificates:0:Path", "/nowhere.pfx"));

    [Theory]
    [InlineData("Health:OutboxFailure", "Broken", "one of Unhealthy, Degraded, Healthy")]
    [InlineData("Delivery:Smtp:Security", "Some", "one of ")]
    [InlineData("Accounts:SignInWithCode", "perhaps", "true or false")]
    [InlineData("Accounts:Otp:Length", "six", "a whole number")]
    [InlineData("Accounts:Required", "Phone, Fax", "some of None, Phone, Email")]
    [InlineData("Protocol:AccessTokenLifetime", "an hour", "a time, such as 00:15:00")]
    [InlineData("Audit:Retention", "for ever", "a time, such as 00:15:00")]
    public Task A_value_that_can_t_be_read_is_named_with_what_it_may_be(string setting, string value, string allowed) =>
        IsRefusedAsync([$"{setting} is \"{value}\"; it must be {allowed}"], (setting, value));

    [Fact]
    public Task Values_that_can_t_be_read_are_named_at_once() => IsRefusedAsync(
        ["Accounts:Otp:Length", "Accounts:Otp:Lifetime", "Health:OutboxAge"], ("Accounts:Otp:Length", "six"), ("Accounts:Otp:Lifetime", "short"), ("Health:OutboxAge", "old"));

    [Fact]
    public Task Everything_that_is_wrong_is_named_at_once() =>
        IsRefusedAsync(["Database:Provider", "/nowhere.json"], ("Database:Provider", "Oracle"), ("Clients:Files:0", "/nowhere.json"));

    [Theory]
    [InlineData("migrat", "migrat")]
    [InlineData("nonsense", "migrate", "nonsense")]
    [InlineData("--verbose", "migrate", "--verbose")]
    [InlineData("--verbose", "--verbose")]
    [InlineData("--Section:Name", "migrate", "--Section:Name")]
    [InlineData("value", "--Section:Name=1", "value")]
    public async Task A_word_that_is_no_command_and_no_setting_is_refused(string word, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:Default"] = $"Data Source={folder.PathOf("provider.db")}" };
        await using var process = ProviderProcess.Start(settings, arguments);
        Assert.Equal(1, await process.ExitedAsync());
        Assert.Contains($"\"{word}\"", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("provider.db")), "the refused command made a database");
    }

    [Fact]
    public async Task Settings_are_taken_in_both_of_their_forms()
    {
        using var folder = new TemporaryFolder();
        await using var process = ProviderProcess.Start(
            new Dictionary<string, string?>(), "migrate", "--ConnectionStrings:Default", $"Data Source={folder.PathOf("provider.db")}", "--environment=Development", "--urls", "http://localhost:1");
        Assert.Equal(0, await process.ExitedAsync());
        Assert.True(File.Exists(folder.PathOf("provider.db")));
    }

    private static async Task IsRefusedAsync(string[] named, params (string Key, string? Value)[] settings)
    {
        var says = await ProviderProcess.RefusedAsync(settings.ToDictionary(setting => setting.Key, setting => setting.Value));
        Assert.All(named, text => Assert.Contains(text, says, StringComparison.Ordinal));
    }
}
