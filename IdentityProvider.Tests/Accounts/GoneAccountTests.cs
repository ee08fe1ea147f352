using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.Requirements;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Accounts;

/// <summary>An account is deleted by another node, and this one still takes its tokens for a moment.</summary>
public sealed class GoneAccountTests
{
    [Theory]
    [InlineData("PhoneFirst")]
    [InlineData("Clinic")]
    public async Task What_its_owner_calls_is_answered_as_with_a_dead_token(string preset)
    {
        await using var provider = await Provider.StartAsync(settings => settings.With("Accounts:Preset", preset));
        var app = new App(provider);
        var person = await provider.AddStaffAsync("user");
        var token = (await app.SignInAsync(person)).ExpectAccessToken();
        (await app.CallAsync(HttpMethod.Get, "/profile", token: token)).Expect(HttpStatusCode.OK);
        await provider.InScopeAsync((ProviderDbContext db) => db.Users.Where(user => user.Id == Guid.Parse(person.UserId)).ExecuteDeleteAsync());

        foreach (var (method, path, body) in Calls(person))
            (await app.CallAsync(method, path, body, token)).ExpectRefusal(HttpStatusCode.Unauthorized, "invalid_token");
    }

    private static IEnumerable<(HttpMethod Method, string Path, JsonNode? Body)> Calls(Person person) =>
    [
        (HttpMethod.Get, "/profile", null),
        (HttpMethod.Patch, "/profile", new JsonObject { ["city"] = "Bago" }),
        (HttpMethod.Put, "/password", new JsonObject { ["currentPassword"] = person.Password, ["verifyToken"] = "made-up", ["newPassword"] = "Another-Horse-8" }),
        (HttpMethod.Post, "/otp", new JsonObject { ["purpose"] = "verify_phone" }),
        (HttpMethod.Post, "/otp", new JsonObject { ["purpose"] = "delete_account" }),
        (HttpMethod.Delete, "", new JsonObject { ["currentPassword"] = person.Password }),
    ];
}
