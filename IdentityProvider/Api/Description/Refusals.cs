using IdentityProvider.Accounts;

namespace IdentityProvider.Api.Description;

/// <summary>Refusals that several operations share.</summary>
internal static class Refusals
{
    private static readonly Dictionary<string, string[]> NoErrors = [];

    public static AccountError Validation { get; } =
        AccountErrors.Validation(NoErrors) with { Detail = "The sentences of all that is wrong." };

    /// <summary>Of a body that can't be read, or has members that are not right.</summary>
    public static IReadOnlyList<Refusal> OfAnyBody { get; } = [ApiErrors.BodyInvalid, Validation, ApiErrors.BodyTooLarge, ApiErrors.MediaTypeUnsupported];

    /// <summary>Of whoever does not come with a token that has the scope.</summary>
    public static IReadOnlyList<Refusal> OfToken { get; } = [AccountErrors.TokenInvalid, AccountErrors.ScopeMissing];

    public static IReadOnlyList<Refusal> OfPhone { get; } =
    [
        AccountErrors.PhoneInvalid("What was typed is no phone number; the sentence says why."), AccountErrors.PhoneNotMobile(),
        new(AccountErrors.CountryNotAllowed(), policy => !policy.Phone.TakesAllCountries),
    ];

    /// <summary>Of asking for a code too often, or too often from one place or to one country.</summary>
    public static IReadOnlyList<Refusal> OfCodeLimits { get; } =
    [
        AccountErrors.OtpResendDelay(TimeSpan.Zero), AccountErrors.OtpDailyLimit(TimeSpan.Zero), OtpBlocked,
        new(AccountErrors.OtpAddressLimit(TimeSpan.Zero), policy => policy.Abuse.CodesPerAddressPerHour > 0),
        new(AccountErrors.OtpCountryLimit(TimeSpan.Zero), policy => policy.Abuse.CountriesPerAddressPerDay > 0),
        new(AccountErrors.SmsBudget(TimeSpan.Zero, ""), policy => policy.Abuse.UnverifiedBudget),
        new(AccountErrors.OtpDialCodeLimit(TimeSpan.Zero, ""), policy => policy.Abuse.CodesPerDialCodePerDay > 0),
        OtpCeiling,
    ];

    /// <summary>Of sending any message by SMS.</summary>
    public static Refusal OtpCeiling =>
        new(AccountErrors.OtpCeiling(TimeSpan.Zero), policy => policy.Abuse is not { CodesPerHour: 0, CodesPerDay: 0 });

    /// <summary>Of a change to somebody who is not there, or whose role is above the caller's.</summary>
    public static IReadOnlyList<Refusal> OfChange { get; } = [AccountErrors.RoleAbove, AccountErrors.UserNotFound];

    public static AccountError LastOfTopRole { get; } =
        AccountErrors.LastOfTopRole("") with { Detail = "There must be somebody active who has the highest role, and this is the last." };

    public static AccountError OtpBlocked => AccountErrors.OtpBlocked(TimeSpan.Zero);

    public static AccountError EmailDailyLimit => AccountErrors.EmailDailyLimit(TimeSpan.Zero);

    public static AccountError TooManyAttempts => AccountErrors.TooManyAttempts(TimeSpan.Zero);

    /// <summary>The same refusals, under that policy only.</summary>
    public static IEnumerable<Refusal> If(Func<AccountPolicy, bool> condition, params IEnumerable<Refusal> refusals) =>
        refusals.Select(refusal => refusal with { When = policy => condition(policy) && refusal.IsPossible(policy) });
}
