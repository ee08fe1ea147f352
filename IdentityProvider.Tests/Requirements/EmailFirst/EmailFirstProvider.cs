using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>A provider of this preset.</summary>
public class EmailFirstProvider : ProviderFixture
{
    protected override void Configure(ProviderSettings settings) => settings.With("Accounts:Preset", "EmailFirst");
}

/// <summary>What customers of this preset do.</summary>
internal static class Customers
{
    public static JsonObject RegistrationOf(Person person) => new()
    {
        ["fullName"] = person.FullName, ["email"] = person.Email, ["password"] = person.Password,
        ["dateOfBirth"] = "1990-12-31", ["gender"] = "female", ["role"] = "customer",
    };

    /// <summary>A customer whose address is not yet confirmed.</summary>
    public static async Task<Person> RegisterCustomerAsync(this App app)
    {
        var person = Person.New();
        var answer = (await app.PostAsync("/register", RegistrationOf(person))).Expect(HttpStatusCode.Created);
        return person with { UserId = (string)answer["userId"]! };
    }

    /// <summary>A customer who has followed the link.</summary>
    public static async Task<Person> AddCustomerAsync(this App app)
    {
        var person = await app.RegisterCustomerAsync();
        (await app.PostAsync("/email/verify", new JsonObject { ["token"] = await app.MailedTokenAsync(person.Email) })).Expect(HttpStatusCode.OK);
        return person;
    }

    /// <summary>The access token of a new sign-in.</summary>
    public static async Task<string> TokenOfAsync(this App app, Person person) =>
        (await app.SignInByEmailAsync(person.Email, person.Password)).ExpectAccessToken();
}
