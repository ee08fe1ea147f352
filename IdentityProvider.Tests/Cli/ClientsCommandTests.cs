using System.Text.Json.Nodes;
using IdentityProvider.Tests.Administration.Registry;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Cli;

/// <summary><c>clients</c> of the built executable, and the server beside it that knows of each change without a restart.</summary>
public sealed class ClientsCommandTests : IAsyncLifetime
{
    // The second in which a server looks, and a busy machine.
    private static readonly TimeSpan Heeded = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, string> NoSettings = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

    public Task DisposeAsync()
    {
        _database.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_running_server_knows_of_what_the_command_line_changes()
    {
        await using var provider = Provider.StartOn(_database);
        var id = Registrar.NewName("cli");
        var added = await RunAsync("", "clients", "add", "--template", "machine", "--id", id, "--name", "Nightly export", "--scope", "orders.read");
        Assert.Equal((0, ""), (added.ExitCode, added.Errors));
        var lines = added.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(id, lines[0]);
        var client = new RegisteredClient(id, lines[1], RedirectUri: "", Scope: "orders.read");
        await UntilAsync(async () => (await client.At(provider).ClientCredentialsAsync("orders.read")).Status == System.Net.HttpStatusCode.OK);

        var rotated = await RunAsync("", "clients", "rotate-secret", id, "--keep-old", "0");
        Assert.Equal(0, rotated.ExitCode);
        var next = client with { Secret = rotated.Output.Trim() };
        await UntilAsync(async () => (await next.At(provider).ClientCredentialsAsync("orders.read")).Status == System.Net.HttpStatusCode.OK);
        Assert.Equal("invalid_client", (await client.At(provider).ClientCredentialsAsync("orders.read")).Error);

        Assert.Equal((0, ""), await RunAsync("", "clients", "delete", id) is var deleted ? (deleted.ExitCode, deleted.Output) : default);
        await UntilAsync(async () => (await next.At(provider).ClientCredentialsAsync("orders.read")).Error == "invalid_client");
    }

    [Fact]
    public async Task Clients_are_listed_and_shown_without_their_secrets()
    {
        var added = await RunAsync(
            "", "clients", "add", "--template", "web", "--id", "shop", "--name", "The shop", "--redirect-uri", "https://shop.example/callback",
            "--redirect-uri", "https://shop.example/again", "--post-logout-redirect-uri", "https://shop.example/", "--scope", "openid", "--scope", "email");
        var secret = added.Output.Split('\n')[1];
        Assert.Equal(43, secret.Length);
        Assert.Equal("shop\tenabled\tdatabase\tauthorization_code,refresh_token\tThe shop\n", (await RunAsync("", "clients", "list", "--search", "shop.example")).Output);

        var shown = (await RunAsync("", "clients", "show", "shop")).Output;
        Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        var metadata = JsonNode.Parse(shown)!;
        Assert.Equal("openid email", (string)metadata["scope"]!);
        Assert.Equal(2, metadata["redirect_uris"]!.AsArray().Count);
        Assert.True((bool)metadata["require_pkce"]!);
    }

    [Fact]
    public async Task A_file_of_metadata_is_registered_as_it_is_from_the_standard_input_too()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("client.json", Registrar.WebApp("from-file", scope: "openid").ToJsonString());
        Assert.StartsWith("from-file\n", (await RunAsync("", "clients", "add", "--file", file)).Output, StringComparison.Ordinal);
        var read = await RunAsync(Registrar.WebApp("from-input", scope: "openid").ToJsonString(), "clients", "add", "--file", "-");
        Assert.StartsWith("from-input\n", read.Output, StringComparison.Ordinal);
        // What is shown can be registered elsewhere.
        var shown = JsonNode.Parse((await RunAsync("", "clients", "show", "from-file")).Output)!;
        shown["client_id"] = "again";
        Assert.StartsWith("again\n", (await RunAsync(shown.ToJsonString(), "clients", "add", "--file", "-")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_stand_in_the_file_is_refused_beside_it()
    {
        foreach (var option in new[] { "--id", "--name", "--redirect-uri", "--post-logout-redirect-uri", "--scope" })
        {
            var refused = await RunAsync(Registrar.WebApp("never").ToJsonString(), "clients", "add", "--file", "-", option, "openid");
            Assert.Equal((1, true), (refused.ExitCode, refused.Errors.Contains($"{option} can't stand beside --file", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Looking_migrates_nothing_and_says_what_to_do()
    {
        string[][] looks = [["clients", "list"], ["clients", "show", "demo-web"], ["users", "list"], ["keys", "list"], ["audit", "verify"], ["audit", "export"]];
        foreach (var look in looks)
        {
            var refused = await RunAsync("", look);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
            Assert.Matches("^The database lacks [0-9]+ migrations: run `migrate`.\n$", refused.Errors);
        }

        Assert.Equal(0, (await RunAsync("", "migrate")).ExitCode);
        foreach (var look in looks)
            Assert.Equal((0, ""), await RunAsync("", look) is var done ? (done.ExitCode, done.Errors) : default);
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_the_exit_code_and_on_the_other_stream()
    {
        Assert.Equal(1, (await RunAsync("", "clients", "add")).ExitCode);
        Assert.Equal(1, (await RunAsync("not JSON", "clients", "add", "--file", "-")).ExitCode);
        var template = await RunAsync("", "clients", "add", "--template", "toaster");
        Assert.Equal(1, template.ExitCode);
        Assert.Contains("web, spa, native, machine, first-party", template.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("", "clients", "rotate-secret", "anybody", "--keep-old", "365.00:00:00")).ExitCode);

        var wrong = await RunAsync("", "clients", "add", "--template", "web", "--id", "shop", "--redirect-uri", "http://shop.example/callback");
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.StartsWith("validation_failed: redirect_uris: ", wrong.Errors, StringComparison.Ordinal);
        Assert.StartsWith("client_not_found: ", (await RunAsync("", "clients", "show", "nobody")).Errors, StringComparison.Ordinal);
        Assert.StartsWith("configured_in_file: ", (await RunAsync("", "clients", "delete", "demo-web")).Errors, StringComparison.Ordinal);
    }

    private Task<ProviderCommand> RunAsync(string input, params string[] arguments) => ProviderCommand.RunAsync(_database, NoSettings, input, arguments);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var since = System.Diagnostics.Stopwatch.StartNew(); !await condition(); await Task.Delay(50))
            Assert.True(since.Elapsed < Heeded, $"not so after {since.Elapsed}");
    }
}
