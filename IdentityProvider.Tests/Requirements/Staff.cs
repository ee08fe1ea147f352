using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Administration;
using IdentityProvider.Tests.Hosting;

namespace IdentityProvider.Tests.Requirements;

/// <summary>People with a role, made as the command line makes them.</summary>
public static class Staff
{
    /// <summary>An account with verified phone, e-mail address and password.</summary>
    public static async Task<Person> AddStaffAsync(this Provider provider, string role)
    {
        var person = Person.New();
        var outcome = await provider.InScopeAsync((NewUsers users) =>
            users.AddVerifiedAsync(new NewUserRequest(person.Phone, person.Email, person.FullName, role), person.Password, CancellationToken.None));
        return person with { UserId = Assert.IsType<UserOutcome.Done>(outcome).Profile.Id.ToString() };
    }

    /// <summary>What somebody types to make an account for this person.</summary>
    public static JsonObject InvitationOf(Person person, string role) => new()
    {
        ["phone"] = person.Phone, ["email"] = person.Email, ["fullName"] = person.FullName, ["role"] = role,
    };

    /// <summary>The roles that the API says somebody has.</summary>
    public static IEnumerable<string> Roles(this JsonObject profile) => profile["roles"]!.AsArray().Select(role => (string)role!);

    public static async Task<JsonObject> GetUserAsync(this App app, string id, string token) =>
        (await app.UsersAsync(HttpMethod.Get, "/" + id, null, token)).Expect(HttpStatusCode.OK);
}
