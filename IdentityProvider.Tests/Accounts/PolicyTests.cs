using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Tests.Accounts;

/// <summary>The account policy and its presets.</summary>
public sealed class PolicyTests
{
    [Fact]
    public async Task A_setting_overrides_its_preset()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Otp:Lifetime", "00:02:00"));
        var (_, _) = await provider.Accounts.RegisterAsync(Person.New());
        var policy = await provider.InScopeAsync((AccountPolicy policy) => Task.FromResult(policy));
        Assert.Equal(TimeSpan.FromMinutes(2), policy.Otp.Lifetime);
        Assert.Equal(AccountPresets.PhoneFirst, policy.Preset);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_in_one_message()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Provider.StartAsync(settings => settings
            .With("Accounts:Otp:Length", "3")
            .With("Accounts:Password:Iterations", "1")
            .With("Accounts:Phone:DefaultRegion", "XX")
            .With("Accounts:SignInWithPhone", "false")));
        Assert.Contains("Accounts:Otp:Length", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Accounts:Password:Iterations", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Accounts:Phone:DefaultRegion", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Accounts:SignInWithPhone", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OtpFirst")]
    [InlineData("EmailFirst")]
    [InlineData("Clinic")]
    [InlineData("Nonsense")]
    public async Task A_preset_that_is_not_there_is_refused_at_start(string preset)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => Provider.StartAsync(settings => settings.With("Accounts:Preset", preset)));
        Assert.Contains(preset, Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.Contains("PhoneFirst", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_country_can_be_kept_out()
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Phone:AllowedCountries", "MM, TH"));
        var answer = await provider.Accounts.PostAsync("/api/account/register", AccountsClient.RegistrationOf(Person.New() with { Phone = "+44 20 7946 0958" }));
        Assert.Equal("country_not_allowed", (string?)(await answer.ExpectJsonAsync(System.Net.HttpStatusCode.BadRequest))["code"]);
    }

    [Fact]
    public async Task A_password_that_was_hashed_with_fewer_rounds_is_hashed_anew_at_sign_in()
    {
        using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        Person person;
        await using (var before = Provider.StartOn(database, settings => settings.With("Accounts:Password:Iterations", "1000")))
            person = await before.Accounts.RegisterVerifiedAsync();

        await using var after = Provider.StartOn(database, settings => settings.With("Accounts:Password:Iterations", "2000"));
        var stored = await HashAsync(after, person);
        (await new Requirements.App(after).SignInAsync(person)).ExpectSuccess();
        Assert.NotEqual(stored, await HashAsync(after, person));
        (await new Requirements.App(after).SignInAsync(person)).ExpectSuccess();
    }

    private static Task<string?> HashAsync(Provider provider, Person person) => provider.InScopeAsync(async (IdentityProvider.Data.ProviderDbContext db) =>
        (await db.Users.FindAsync(Guid.Parse(person.UserId)))!.PasswordHash);
}
