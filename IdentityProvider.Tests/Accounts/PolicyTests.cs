using IdentityProvider.Accounts;
using IdentityProvider.Tests.Hosting;
using Microsoft.Extensions.Configuration;

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
        var says = await ProviderProcess.RefusedAsync(new Dictionary<string, string?>
        {
            ["Accounts:Otp:Length"] = "3",
            ["Accounts:Password:Iterations"] = "1",
            ["Accounts:Phone:DefaultRegion"] = "XX",
            ["Accounts:Phone:AllowedCountries"] = "MM, ZZ",
            ["Accounts:SignInWithPhone"] = "false",
        });
        Assert.Contains("Accounts:Otp:Length", says, StringComparison.Ordinal);
        Assert.Contains("Accounts:Password:Iterations", says, StringComparison.Ordinal);
        Assert.Contains("Accounts:Phone:DefaultRegion", says, StringComparison.Ordinal);
        Assert.Contains("Accounts:Phone:AllowedCountries has \"ZZ\"", says, StringComparison.Ordinal);
        Assert.Contains("Accounts:SignInWithPhone", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preset_that_is_not_there_is_refused_at_start()
    {
        var says = await ProviderProcess.RefusedAsync("Accounts:Preset", "Nonsense");
        Assert.Contains("Nonsense", Assert.Single(says.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.All(AccountPresets.All, preset => Assert.Contains(preset, says, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ImpossibleCombinations))]
    public void An_impossible_combination_is_refused_in_a_sentence_that_names_the_settings(string preset, string settings, string named)
    {
        var policy = PolicyOf(preset, settings);
        var refused = new AccountPolicyValidator().Validate(null, policy);
        Assert.True(refused.Failed, "It was taken.");
        Assert.All(named.Split(' '), setting => Assert.Contains("Accounts:" + setting, refused.FailureMessage, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PhoneFirst", "")]
    [InlineData("OtpFirst", "")]
    [InlineData("EmailFirst", "")]
    [InlineData("Clinic", "")]
    [InlineData("OtpFirst", "Otp:BlockOnForeignToken=false")]
    [InlineData("PhoneFirst", "ReserveUnverified=true SignInWithEmail=true ResetChannels=Phone,Email")]
    [InlineData("PhoneFirst", "SignInWithEmail=true VerifiedBeforeSignIn=Phone,Email")]
    [InlineData("EmailFirst", "Required=Email,FullName,DateOfBirth,Gender RevealUnknownUsers=false UpdateStatus=200")]
    [InlineData("EmailFirst", "FrontEnd:ResetUrl=https://app.example/reset?from=mail FrontEnd:WelcomeUrl=http://localhost:3000/welcome")]
    [InlineData("Clinic", "Session:OnePerUser=false NeverDeletedRoles= Permissions:Delete=superAdmin")]
    public void A_possible_combination_is_taken(string preset, string settings) =>
        Assert.Null(new AccountPolicyValidator().Validate(null, PolicyOf(preset, settings)).FailureMessage);

    public static TheoryData<string, string, string> ImpossibleCombinations => new()
    {
        { "PhoneFirst", "SignInWithPhone=false", "SignInWithPhone SignInWithEmail SignInWithCode" },
        { "PhoneFirst", "Required=Email", "SignInWithPhone Required VerifiedBeforeSignIn ResetChannels" },
        { "PhoneFirst", "VerifiedBeforeSignIn=None", "ReserveUnverified VerifiedBeforeSignIn" },
        { "PhoneFirst", "SignInWithEmail=true", "ReserveUnverified VerifiedBeforeSignIn" },
        { "PhoneFirst", "TokensAtRegistration=true", "TokensAtRegistration VerifiedBeforeSignIn" },
        { "PhoneFirst", "RegisterWithCode=true", "RegisterWithCode Required" },
        { "PhoneFirst", "UpdateStatus=204", "UpdateStatus" },
        { "PhoneFirst", "Roles=user", "Roles" },
        { "PhoneFirst", "Roles=user,user,superAdmin", "Roles Permissions:Read" },
        { "PhoneFirst", "Roles=", "Roles Permissions:Read" },
        { "OtpFirst", "Required=Email,Phone", "RegisterWithCode Required" },
        { "OtpFirst", "Required=None", "RegisterWithCode Required SignInWithPhone" },
        { "OtpFirst", "Optional=Gender", "RegisterWithCode Optional" },
        { "EmailFirst", "Required=FullName", "SignInWithEmail Required VerifiedBeforeSignIn ResetChannels" },
        { "EmailFirst", "SignInWithCode=true", "SignInWithCode SignInWithPhone" },
        { "EmailFirst", "ResetChannels=None", "ResetChannels Required" },
        { "EmailFirst", "ResetChannels=Phone", "ResetChannels Required" },
        { "EmailFirst", "ChangePasswordWithCode=true", "ChangePasswordWithCode Required" },
        { "EmailFirst", "VerifiedBeforeSignIn=Phone", "VerifiedBeforeSignIn Required" },
        { "EmailFirst", "Permissions:Read=customer", "Permissions Roles" },
        { "EmailFirst", "FrontEnd:ResetUrl=http://app.example/reset", "FrontEnd:ResetUrl" },
        { "EmailFirst", "FrontEnd:ResetUrl=/reset", "FrontEnd:ResetUrl" },
        { "EmailFirst", "Email:ResetLinkLifetime=3.00:00:00", "Email:ResetLinkLifetime" },
        { "Clinic", "Required=None", "SignInWithPhone SignInWithEmail Required" },
        { "Clinic", "VerifiedBeforeSignIn=Phone", "TokensAtRegistration VerifiedBeforeSignIn" },
        { "Clinic", "ReserveUnverified=false", "ReserveUnverified VerifiedBeforeSignIn" },
        { "Clinic", "NeverDeletedRoles=nurse", "NeverDeletedRoles Roles" },
        { "Clinic", "Permissions:Create=nurse", "Permissions:Create Roles" },
    };

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

    // The settings as the configuration has them, separated by spaces; a list within one by commas.
    private static AccountPolicy PolicyOf(string preset, string settings)
    {
        var values = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        var policy = new AccountPolicy { Preset = preset };
        AccountPresets.Apply(policy);
        new ConfigurationBuilder().AddInMemoryCollection(values).Build().Bind(policy);
        return policy;
    }

    private static Task<string?> HashAsync(Provider provider, Person person) => provider.InScopeAsync(async (IdentityProvider.Data.ProviderDbContext db) =>
        (await db.Users.FindAsync(Guid.Parse(person.UserId)))!.PasswordHash);
}
