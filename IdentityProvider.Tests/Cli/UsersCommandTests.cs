using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;

namespace IdentityProvider.Tests.Cli;

/// <summary><c>users</c> of the built executable, and the server that then knows them.</summary>
public sealed class UsersCommandTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string> EmailFirst = new() { ["Accounts:Preset"] = "EmailFirst" };
    private readonly Person _person = Person.New();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

    public Task DisposeAsync()
    {
        _database.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_first_of_the_highest_role_is_made_on_an_empty_database_and_signs_in()
    {
        var added = await AddAsync(_person.Password);
        Assert.Equal(0, added.ExitCode);
        var id = added.Output.Trim();
        Assert.True(Guid.TryParse(id, out _), $"'{added.Output}' is not the id alone.");

        await using var provider = Provider.StartOn(_database, settings => settings.With("Accounts:Preset", "EmailFirst"));
        var app = new App(provider);
        var token = (await app.SignInByEmailAsync(_person.Email, _person.Password)).ExpectAccessToken();
        var profile = await app.GetUserAsync(id, token);
        Assert.Equal(["superAdmin"], profile.Roles());
        Assert.Equal(_person.FullName, (string?)profile["fullName"]);
        Assert.True((bool)profile["emailVerified"]!);
        Assert.True((bool)profile["phoneVerified"]!);
    }

    [Fact]
    public async Task Accounts_are_listed_changed_and_taken_out_of_use()
    {
        var id = (await AddAsync(_person.Password)).Output.Trim();
        var other = Person.New();
        var otherId = (await RunAsync(other.Password, "users", "add", "--email", other.Email)).Output.Trim();
        Assert.Equal($"{otherId}\tactive\tcustomer\t\t{other.Email}\t\n", (await RunAsync("", "users", "list", "--role", "customer")).Output);

        Assert.Equal(0, (await RunAsync("", "users", "set-role", other.Email, "admin", "customer")).ExitCode);
        Assert.Equal(0, (await RunAsync("", "users", "deactivate", otherId)).ExitCode);
        Assert.Contains($"{otherId}\tinactive\tcustomer,admin", (await RunAsync("", "users", "list")).Output, StringComparison.Ordinal);

        var refused = await RunAsync("", "users", "deactivate", _person.Phone);
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("last_super_admin: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"{id}\tactive", (await RunAsync("", "users", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one()
    {
        await AddAsync(_person.Password);
        Assert.Equal(2, (await RunAsync("weak", "users", "reset-password", _person.Email)).ExitCode);
        Assert.Equal(0, (await RunAsync("Another-Horse-77", "users", "reset-password", _person.Email)).ExitCode);
        await using var provider = Provider.StartOn(_database, settings => settings.With("Accounts:Preset", "EmailFirst"));
        var app = new App(provider);
        Assert.Equal("invalid_grant", (await app.SignInByEmailAsync(_person.Email, _person.Password)).Error);
        (await app.SignInByEmailAsync(_person.Email, "Another-Horse-77")).ExpectSuccess();
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_the_exit_code_and_on_the_other_stream()
    {
        await AddAsync(_person.Password);
        var taken = await AddAsync(_person.Password);
        Assert.Equal((2, ""), (taken.ExitCode, taken.Output));
        Assert.StartsWith("phone_taken: ", taken.Errors, StringComparison.Ordinal);
        Assert.StartsWith("user_not_found: ", (await RunAsync("", "users", "deactivate", "nobody@people.example")).Errors, StringComparison.Ordinal);

        var mistyped = await RunAsync(_person.Password, "users", "add", "--rol=admin", "--email", Person.New().Email);
        Assert.Equal(1, mistyped.ExitCode);
        Assert.Contains("--rol", mistyped.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("", "users", "deactivate")).ExitCode);
        var wrongSetting = await RunAsync("", "users", "list", "--Accounts:Otp:Length=3");
        Assert.Equal(1, wrongSetting.ExitCode);
        Assert.Contains("Accounts:Otp:Length", wrongSetting.Errors, StringComparison.Ordinal);
    }

    private Task<ProviderCommand> AddAsync(string password) => RunAsync(
        password, "users", "add", "--role", "superAdmin", "--email", _person.Email, "--phone", _person.Phone, "--name", _person.FullName);

    private Task<ProviderCommand> RunAsync(string input, params string[] arguments) => ProviderCommand.RunAsync(_database, EmailFirst, input, arguments);
}
