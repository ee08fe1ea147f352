using Microsoft.Extensions.Options;

namespace IdentityProvider.Accounts.Phones;

/// <summary>
/// Outside Development a start says to which countries codes may go: whoever lets them go everywhere pays for codes to
/// expensive numbers that nobody enters (SMS pumping), so that has to be said too.
/// </summary>
internal sealed class AllowedCountriesAtStart(IHostEnvironment environment) : IValidateOptions<AccountPolicy>
{
    public ValidateOptionsResult Validate(string? name, AccountPolicy policy) =>
        environment.IsDevelopment() || policy.Phone.AllowedCountryCodes.Count > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Accounts:Phone:AllowedCountries is empty: name the countries whose phone numbers are taken, for example \"MM, TH\", or \"*\" for all.");
}
