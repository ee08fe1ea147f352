using IdentityProvider.Accounts.Phones;
using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts;

/// <summary>Stops a start with a policy that can't work; names all wrong settings at once.</summary>
internal sealed class AccountPolicyValidator : IValidateOptions<AccountPolicy>
{
    public ValidateOptionsResult Validate(string? name, AccountPolicy policy)
    {
        var wrong = new List<string>();
        if (!CheckPreset(policy.Preset, wrong))
            return ValidateOptionsResult.Fail(wrong);

        CheckCodes(policy.Otp, wrong);
        CheckPasswords(policy.Password, wrong);
        CheckPhones(policy.Phone, wrong);
        CheckLockout(policy.Lockout, wrong);
        CheckAbuse(policy.Abuse, wrong);
        CheckFrontEnd(policy.FrontEnd, wrong);
        AccountPolicyCombinations.Check(policy, wrong);
        Within(wrong, "Accounts:Email:LinkLifetime", policy.Email.LinkLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(7));
        Within(wrong, "Accounts:Email:ResetLinkLifetime", policy.Email.ResetLinkLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        Within(wrong, "Accounts:Email:MaxLinksPerDay", policy.Email.MaxLinksPerDay, 0, 1000);
        Within(wrong, "Accounts:SignInHistory", policy.SignInHistory, TimeSpan.FromDays(1), TimeSpan.FromDays(3653));
        Within(wrong, "Accounts:KeepUnproven", policy.KeepUnproven, TimeSpan.FromDays(1), TimeSpan.FromDays(3653));
        Within(wrong, "Accounts:Session:Lifetime", policy.Session.Lifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(366));
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool CheckPreset(string preset, List<string> wrong)
    {
        if (!AccountPresets.All.Contains(preset))
            wrong.Add($"Accounts:Preset is \"{preset}\"; it must be one of {string.Join(", ", AccountPresets.All)}.");
        return wrong.Count == 0;
    }

    private static void CheckCodes(OneTimeCodePolicy otp, List<string> wrong)
    {
        Within(wrong, "Accounts:Otp:Length", otp.Length, 6, 10);
        Within(wrong, "Accounts:Otp:Lifetime", otp.Lifetime, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10));
        Within(wrong, "Accounts:Otp:ProofLifetime", otp.ProofLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
        Within(wrong, "Accounts:Otp:MaxCodesPerDay", otp.MaxCodesPerDay, 0, 10_000);
        Within(wrong, "Accounts:Otp:MaxWrongPerDay", otp.MaxWrongPerDay, 0, 10_000);
        Within(wrong, "Accounts:Otp:ResendDelay", otp.ResendDelay, TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    private static void CheckPasswords(PasswordPolicy password, List<string> wrong)
    {
        Within(wrong, "Accounts:Password:MinLength", password.MinLength, 8, 128);
        Within(wrong, "Accounts:Password:Iterations", password.Iterations, 1000, 10_000_000);
        Within(wrong, "Accounts:Password:ResetLifetime", password.ResetLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    }

    private static void CheckPhones(PhonePolicy phone, List<string> wrong)
    {
        Within(wrong, "Accounts:Phone:ProvenFor", phone.ProvenFor, TimeSpan.FromDays(1), TimeSpan.FromDays(3653));
        if (NumberingPlans.Find(phone.DefaultRegion) is null)
            wrong.Add($"Accounts:Phone:DefaultRegion is \"{phone.DefaultRegion}\", which is not a country (ISO 3166-1, for example MM) whose numbers are known.");
        foreach (var country in phone.TakesAllCountries ? [] : phone.AllowedCountryCodes)
        {
            if (NumberingPlans.Find(country) is null)
                wrong.Add($"Accounts:Phone:AllowedCountries has \"{country}\", which is not a country (ISO 3166-1, for example MM) whose numbers are known.");
        }
    }

    private static void CheckLockout(LockoutPolicy lockout, List<string> wrong)
    {
        Within(wrong, "Accounts:Lockout:MaxFailures", lockout.MaxFailures, 0, 1000);
        Within(wrong, "Accounts:Lockout:Duration", lockout.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Within(wrong, "Accounts:Lockout:MaxDuration", lockout.MaxDuration, lockout.Duration, TimeSpan.FromDays(1));
        Within(wrong, "Accounts:Lockout:MaxFailuresPerHour", lockout.MaxFailuresPerHour, 0, 1_000_000);
    }

    private static void CheckAbuse(AbusePolicy abuse, List<string> wrong)
    {
        const int Most = 10_000_000;
        Within(wrong, "Accounts:Abuse:CodesPerAddressPerHour", abuse.CodesPerAddressPerHour, 0, Most);
        Within(wrong, "Accounts:Abuse:CountriesPerAddressPerDay", abuse.CountriesPerAddressPerDay, 0, 240);
        Within(wrong, "Accounts:Abuse:CodesPerDialCodePerDay", abuse.CodesPerDialCodePerDay, 0, Most);
        Within(wrong, "Accounts:Abuse:CodesPerHour", abuse.CodesPerHour, 0, Most);
        Within(wrong, "Accounts:Abuse:CodesPerDay", abuse.CodesPerDay, 0, Most);
        Within(wrong, "Accounts:Abuse:KeepDecisions", abuse.KeepDecisions, TimeSpan.FromDays(1), TimeSpan.FromDays(3653));
    }

    private static void CheckFrontEnd(FrontEndPolicy frontEnd, List<string> wrong)
    {
        CheckUrl("Accounts:FrontEnd:ResetUrl", frontEnd.ResetUrl, wrong);
        CheckUrl("Accounts:FrontEnd:WelcomeUrl", frontEnd.WelcomeUrl, wrong);
    }

    // What is mailed there permits a new password: it does not go over an open line.
    private static void CheckUrl(string setting, string? value, List<string> wrong)
    {
        if (value is null)
            return;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Fragment.Length > 0
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            wrong.Add($"{setting} is \"{value}\"; it must be an https address without a fragment.");
    }

    private static void Within<T>(List<string> wrong, string setting, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            wrong.Add($"{setting} is {value}; it must be from {least} to {most}.");
    }
}
