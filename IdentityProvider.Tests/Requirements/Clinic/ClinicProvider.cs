using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.Clinic;

/// <summary>A provider of this preset, without waiting between codes.</summary>
public class ClinicProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => Apply(settings);

    public static void Apply(ProviderSettings settings) =>
        settings.With("Accounts:Preset", "Clinic").With("Accounts:Otp:ResendDelay", "00:00:00");
}

/// <summary>What patients and staff of this preset do.</summary>
internal static class Patients
{
    public static JsonObject RegistrationOf(Person person) => new() { ["phone"] = person.Phone, ["password"] = person.Password };

    /// <summary>Somebody who has just registered, and the answer with the tokens.</summary>
    public static async Task<(Person Person, JsonObject Answer)> RegisterPatientAsync(this App app, string? email = null)
    {
        var person = Person.New();
        var registration = RegistrationOf(person);
        if (email is not null)
            registration["email"] = email;
        var answer = (await app.PostAsync("/register", registration)).Expect(HttpStatusCode.Created);
        return (person with { UserId = (string)answer["userId"]!, Email = email ?? "" }, answer);
    }

    /// <summary>Somebody who has just registered, and their access token.</summary>
    public static async Task<(Person Person, string Token)> SignedInPatientAsync(this App app)
    {
        var (person, answer) = await app.RegisterPatientAsync();
        return (person, (string)answer["access_token"]!);
    }

    /// <summary>Somebody of the staff, and their access token.</summary>
    public static async Task<(Person Person, string Token)> SignedInStaffAsync(this App app, Provider provider, string role)
    {
        var person = await provider.AddStaffAsync(role);
        return (person, (await app.SignInAsync(person)).ExpectAccessToken());
    }

    public static Task<ApiAnswer> LogOutAsync(this App app, string token) => app.PostAsync("/logout", new JsonObject(), token);

    /// <summary>Somebody forgot the password, or never had one: a code, and a new one.</summary>
    public static async Task SetPasswordByCodeAsync(this App app, Provider provider, string phone, string password)
    {
        var asked = (await app.PostAsync("/password/forgot", new JsonObject { ["phone"] = phone })).Expect(HttpStatusCode.Accepted);
        var entered = await app.EnterCodeAsync(phone, "reset_password", await provider.Accounts.LatestCodeAsync(phone), (string)asked["rememberToken"]!);
        var proof = (string)entered.Expect(HttpStatusCode.OK)["verifyToken"]!;
        (await app.PostAsync("/password/reset", new JsonObject { ["token"] = proof, ["newPassword"] = password })).Expect(HttpStatusCode.OK);
    }
}
