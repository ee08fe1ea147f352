using IdentityProvider.Accounts.Abuse;
using IdentityProvider.Accounts.Claiming;
using IdentityProvider.Accounts.Codes;
using IdentityProvider.Accounts.Failures;
using IdentityProvider.Accounts.NewPasswords;
using IdentityProvider.Accounts.Phones;
using IdentityProvider.Accounts.Proofs;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Profiles;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts;

/// <summary>Everything about accounts: their policy, and what people do with them.</summary>
public static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        AddPolicy(services, configuration);
        AddIdentity(services);
        services.AddSingleton<IProfileService, AccountClaims>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<RoleSetup>();
        services.AddHostedService(provider => provider.GetRequiredService<RoleSetup>());
        services.AddHostedService<UnprovenAccounts>();

        // What people do.
        services.AddScoped<Registration>().AddScoped<RegistrationByCode>().AddScoped<SignIn>().AddScoped<OneTimeCodes>().AddScoped<EmailConfirmation>();
        services.AddScoped<Passwords>().AddScoped<Profile>().AddScoped<Sessions>().AddScoped<AccountDeletion>();

        // What it is made of.
        services.AddSingleton<PhoneRules>().AddSingleton<Identifiers>().AddSingleton<PersonFields>().AddSingleton<RegistrationForm>();
        services.AddScoped<AccountRoles>().AddScoped<TopRole>().AddScoped<AccountRemoval>().AddScoped<AccountActivation>().AddScoped<NewAccounts>().AddScoped<NewcomerMessages>().AddScoped<RoleChoice>().AddScoped<IdentifierClaims>().AddScoped<PasswordHashes>().AddScoped<CurrentPassword>();
        services.AddScoped<PasswordChange>().AddScoped<PasswordChangeByCode>().AddScoped<PasswordReplacement>().AddScoped<PasswordReset>().AddScoped<ResetLinks>().AddScoped<ResetNotices>();
        services.AddSingleton<CodeHasher>().AddScoped<CodeLimits>().AddScoped<CodePermits>().AddScoped<CodeIssuer>().AddScoped<CodeRedemption>().AddScoped<ProofMaker>();
        services.AddScoped<RegistrationProofs>();
        services.AddScoped<CodeControls>().AddScoped<CodeCounts>().AddScoped<AbuseDecisions>().AddScoped<DecisionList>().AddScoped<AbuseEvents>();
        services.AddScoped<SignInJournal>();
        services.AddSingleton<TrustedDevices>().AddScoped<LoginFailures>();
        services.AddSingleton<AccountMessages>().AddSingleton<AccountLabel>().AddScoped<EmailLinks>().AddSingleton<ProofTokens>();
        return services;
    }

    private static void AddPolicy(IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(AccountPolicy.Section);
        services.AddSingleton<IValidateOptions<AccountPolicy>, AccountPolicyValidator>().AddSingleton<IValidateOptions<AccountPolicy>, AllowedCountriesAtStart>();
        services.AddOptions<AccountPolicy>().ValidateOnStart().Configure(policy =>
        {
            // The preset first, then whatever else the configuration sets.
            policy.Preset = section[nameof(AccountPolicy.Preset)] ?? policy.Preset;
            AccountPresets.Apply(policy);
            section.BindTo(policy);
        });
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AccountPolicy>>().Value);
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<PasswordRules>();
        services.AddScoped<IPasswordValidator<User>>(provider => provider.GetRequiredService<PasswordRules>());
        services.AddOptions<PasswordHasherOptions>().Configure<AccountPolicy>((options, policy) => options.IterationCount = policy.Password.Iterations);
        services
            .AddIdentityCore<User>(options =>
            {
                options.Tokens.EmailConfirmationTokenProvider = EmailLinkTokenProvider.Name;
                options.Tokens.PasswordResetTokenProvider = PasswordResetTokenProvider.Name;
            })
            .AddRoles<Role>()
            .AddEntityFrameworkStores<ProviderDbContext>()
            .AddTokenProvider<EmailLinkTokenProvider>(EmailLinkTokenProvider.Name)
            .AddTokenProvider<PasswordResetTokenProvider>(PasswordResetTokenProvider.Name);
    }
}
