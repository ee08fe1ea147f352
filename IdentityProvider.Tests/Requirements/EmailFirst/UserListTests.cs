using System.Net;
using System.Text.Json.Nodes;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;

namespace IdentityProvider.Tests.Requirements.EmailFirst;

/// <summary>Looking for accounts: what the database does with the words that people type.</summary>
public abstract class UserListTests(ProviderFixture fixture) : IAsyncLifetime
{
    private readonly Provider _provider = fixture.Provider;
    private readonly App _app = new(fixture.Provider);
    private string _admin = "";

    public async Task InitializeAsync() => _admin = await _app.TokenOfAsync(await _provider.AddStaffAsync("admin"));

    public Task DisposeAsync() => Task.CompletedTask;

    [ToolFact]
    [Trait("Requirement", "EF-8")]
    public async Task The_list_is_searched_filtered_and_paged()
    {
        var family = "Zaw " + AuthorizationRequest.NewHandle();
        var people = new List<Person>();
        for (var i = 0; i < 5; i++)
        {
            var person = Person.New() with { FullName = $"{family} {i}" };
            var answer = (await _app.PostAsync("/register", Customers.RegistrationOf(person))).Expect(HttpStatusCode.Created);
            people.Add(person with { UserId = (string)answer["userId"]! });
        }

        (await _app.UsersAsync(HttpMethod.Post, $"/{people[0].UserId}/deactivate", null, _admin)).Expect(HttpStatusCode.OK);
        (await _app.UsersAsync(HttpMethod.Put, $"/{people[1].UserId}/roles", new JsonObject { ["roles"] = new JsonArray("admin") }, _admin)).Expect(HttpStatusCode.Created);

        var first = await ListAsync($"search={family.ToUpperInvariant()}&page=1&pageSize=2");
        Assert.Equal(5, (int)first["total"]!);
        Assert.Equal([people[4].UserId, people[3].UserId], Ids(first));
        Assert.Equal([people[0].UserId], Ids(await ListAsync($"search={family}&page=3&pageSize=2")));
        Assert.Empty(Ids(await ListAsync($"search={family}&page=4&pageSize=2")));
        Assert.Equal([people[0].UserId], Ids(await ListAsync($"search={family}&active=false")));
        Assert.Equal([people[1].UserId], Ids(await ListAsync($"search={family}&role=admin")));
        Assert.Equal([people[2].UserId], Ids(await ListAsync($"search={people[2].Email[..^4]}")));
        Assert.Empty(Ids(await ListAsync("search=%25nobody%25")));
        Assert.Equal(["id", "phone", "phoneVerified", "email", "emailVerified", "fullName", "dateOfBirth", "gender", "address", "city", "roles", "isActive", "createdAt", "updatedAt"],
            first["items"]![0]!.AsObject().Select(member => member.Key));
    }

    [ToolTheory]
    [InlineData("Özdemir", "özdemir ÖZDEMIR Özdemir zdemir")]
    [InlineData("ÇAĞLAR", "çağlar Çağlar ÇAĞLAR")]
    [InlineData("Łukasz Żuraw", "łukasz żuraw ŻURAW")]
    [InlineData("José Núñez", "josé NÚÑEZ núñez")]
    [InlineData("Фёдор", "фёдор ФЁДОР Фёдор")]
    [InlineData("ပဲခူး", "ပဲခူး")]
    public async Task A_name_is_found_however_its_letters_are_written(string name, string searches)
    {
        var family = AuthorizationRequest.NewHandle();
        var person = Person.New() with { FullName = $"{name} {family}" };
        (await _app.PostAsync("/register", Customers.RegistrationOf(person))).Expect(HttpStatusCode.Created);
        foreach (var search in searches.Split(' '))
            Assert.Contains(person.FullName, (await ListAsync($"search={Uri.EscapeDataString(search)}&pageSize=100"))["items"]!.AsArray().Select(item => (string?)item!["fullName"]));
    }

    [ToolFact]
    public async Task Who_has_changed_their_name_is_found_by_the_new_one_alone()
    {
        var (person, married) = (await _app.AddCustomerAsync(), "Çağlar " + AuthorizationRequest.NewHandle());
        (await _app.CallAsync(HttpMethod.Patch, "/profile", new JsonObject { ["fullName"] = married }, await _app.TokenOfAsync(person))).Expect(HttpStatusCode.Created);
        Assert.Equal([person.UserId], Ids(await ListAsync($"search={Uri.EscapeDataString(married.ToLowerInvariant())}")));
        Assert.Empty(Ids(await ListAsync($"search={Uri.EscapeDataString(person.FullName)}")));
    }

    [ToolTheory]
    [InlineData("page=0")]
    [InlineData("page=x")]
    [InlineData("page=99999999999")]
    [InlineData("page=2147483647")]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=101")]
    [InlineData("active=maybe")]
    [InlineData("role=king")]
    [InlineData("search=%00")]
    public async Task A_list_that_can_t_be_meant_is_refused(string query) =>
        (await _app.UsersAsync(HttpMethod.Get, "?" + query, null, _admin)).ExpectRefusal(HttpStatusCode.BadRequest, "validation_failed");

    private async Task<JsonObject> ListAsync(string query) => (await _app.UsersAsync(HttpMethod.Get, "?" + query, null, _admin)).Expect(HttpStatusCode.OK);

    private static IEnumerable<string> Ids(JsonObject page) => page["items"]!.AsArray().Select(item => (string)item!["id"]!);
}

[Trait("Database", "Sqlite")]
public sealed class UserListOnSqlite(EmailFirstProvider fixture) : UserListTests(fixture), IClassFixture<EmailFirstProvider>;

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class UserListOnPostgreSql(UserListOnPostgreSql.Fixture fixture) : UserListTests(fixture), IClassFixture<UserListOnPostgreSql.Fixture>
{
    public sealed class Fixture : EmailFirstProvider
    {
        protected override void Configure(ProviderSettings settings) => base.Configure(settings.On(DatabaseKind.PostgreSql));
    }
}
