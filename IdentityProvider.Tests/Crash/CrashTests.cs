using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Tests.Data;
using IdentityProvider.Tests.Hosting;
using IdentityProvider.Tests.RelyingParties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityProvider.Tests.Crash;

/// <summary>
/// The provider is killed while it works, again and again. What it has answered must hold after each start; what it has
/// not must be there as a whole or not at all.
/// </summary>
public abstract class CrashTests(DatabaseKind kind, int kills) : IAsyncLifetime
{
    private const int Families = 3;
    private const string App = "app";

    private readonly ConcurrentBag<string> _answeredUsers = [];

    /// <summary>The newest refresh token of each family that a client has received.</summary>
    private readonly string[] _refreshTokens = new string[Families];

    private TestDatabase? _database;

    private TestDatabase Database => _database ?? throw new InvalidOperationException("The database has not been made.");

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync(kind);

    public Task DisposeAsync()
    {
        _database?.Dispose();
        return Task.CompletedTask;
    }

    [ToolFact]
    public async Task What_was_answered_survives_and_nothing_is_half_written()
    {
        for (var kill = 0; kill <= kills; kill++)
        {
            await using var process = ProviderProcess.Start(Settings());
            using var http = new HttpClient { BaseAddress = await process.ListeningAsync() };
            if (kill == 0)
                await BeginFamiliesAsync(http);
            else
                await VerifyAsync(http);
            if (kill < kills)
                // Another number of answers each time, so that the kill meets the work at other points.
                await WorkUntilKilledAsync(process, http, answers: 4 + (kill * 3 % 17));
        }
    }

    private Dictionary<string, string?> Settings() => new()
    {
        ["Database:Provider"] = kind.ToString(),
        ["ConnectionStrings:Default"] = Database.ConnectionString,
        // Between the kill and the retry lies a start, which takes its time on a machine that runs other tests.
        ["Protocol:RefreshTokenGrace"] = "00:02:00",
        ["Accounts:Password:Iterations"] = "1000",
        ["Accounts:Abuse:CodesPerAddressPerHour"] = "0",
        ["Accounts:Abuse:CodesPerDialCodePerDay"] = "0",
        ["Accounts:Abuse:UnverifiedBudget"] = "false",
    };

    private async Task BeginFamiliesAsync(HttpClient http)
    {
        for (var family = 0; family < Families; family++)
        {
            var person = Person.New();
            var registered = await RegisterAsync(http, person);
            var messages = await http.GetFromJsonAsync<JsonArray>($"/dev/messages?to={Uri.EscapeDataString(person.Phone)}");
            using var verified = await http.PostAsJsonAsync("/api/account/otp/verify", new JsonObject
            {
                ["phone"] = person.Phone,
                ["purpose"] = "verify_phone",
                ["code"] = (string?)messages![0]!["code"],
                ["rememberToken"] = (string?)registered["phone"]!["rememberToken"],
            });
            await verified.ExpectJsonAsync(HttpStatusCode.OK);
            var grant = new TokenRequest("urn:identityprovider:grant:phone_password")
                .With("client_id", App).With("phone", person.Phone).With("password", person.Password).With("scope", "openid offline_access");
            _refreshTokens[family] = (await TokenAsync(http, grant)).ExpectRefreshToken();
        }
    }

    /// <summary>Registers people and refreshes tokens on many connections, until enough was answered; then pulls the plug with the rest in flight.</summary>
    private async Task WorkUntilKilledAsync(ProviderProcess process, HttpClient http, int answers)
    {
        using var enough = new SemaphoreSlim(0);
        var workers = Enumerable.Range(0, Families).Select(family => UntilKilledAsync(enough, () => RefreshAsync(http, family)))
            .Append(UntilKilledAsync(enough, () => RegisterAsync(http, Person.New())))
            .Append(UntilKilledAsync(enough, () => RegisterAsync(http, Person.New())))
            .ToList();
        for (var answered = 0; answered < answers; answered++)
            await enough.WaitAsync(TimeSpan.FromSeconds(30));
        await process.KillAsync();
        await Task.WhenAll(workers);
    }

    private static async Task UntilKilledAsync(SemaphoreSlim answered, Func<Task> work)
    {
        try
        {
            while (true)
            {
                await work();
                answered.Release();
            }
        }
        catch (HttpRequestException)
        {
            // The connection broke: that is the kill.
        }
    }

    private async Task VerifyAsync(HttpClient http)
    {
        for (var family = 0; family < Families; family++)
            await RefreshAsync(http, family);

        await using var services = TestStorage.Services(Database, TimeProvider.System);
        await using var db = services.GetRequiredService<IDbContextFactory<ProviderDbContext>>().CreateDbContext();
        if (kind == DatabaseKind.Sqlite)
            await VerifyFileAsync(db);

        var users = await db.Users.Select(user => user.Id).ToListAsync();
        Assert.Empty(_answeredUsers.Except(users.Select(id => id.ToString())));
        // A registration is one transaction: the account, its role, its code and the message that carries the code.
        Assert.Equal(users.Count, await db.UserRoles.Select(role => role.UserId).Distinct().CountAsync());
        var withoutPassword = await db.Users.CountAsync(user => user.PasswordHash == null || user.PhoneNumber == null || user.NormalizedEmail == null);
        Assert.Equal(0, withoutPassword);
        var withoutMessage = await db.Users.CountAsync(user => !db.Messages.Any(message => message.To == user.PhoneNumber));
        Assert.Equal(0, withoutMessage);
        var withoutCode = await db.Users.CountAsync(user => user.OwnedPhone == null && !db.OneTimeCodes.Any(code => code.UserId == user.Id));
        Assert.Equal(0, withoutCode);
    }

    // The file is written by the process that was killed; a server of its own looks after itself.
    private static async Task VerifyFileAsync(ProviderDbContext db)
    {
        Assert.Equal("ok", await db.Database.SqlQuery<string>($"SELECT integrity_check AS Value FROM pragma_integrity_check").SingleAsync());
        Assert.Equal(0, await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM pragma_foreign_key_check").SingleAsync());
    }

    private async Task<JsonObject> RegisterAsync(HttpClient http, Person person)
    {
        using var answer = await http.PostAsJsonAsync("/api/account/register", AccountsClient.RegistrationOf(person));
        var registered = await answer.ExpectJsonAsync(HttpStatusCode.Created);
        _answeredUsers.Add((string)registered["userId"]!);
        return registered;
    }

    /// <summary>A client that got no answer asks again with the token it has: it must work, whether the kill came before or after its rotation.</summary>
    private async Task RefreshAsync(HttpClient http, int family)
    {
        var answer = await TokenAsync(http, new TokenRequest("refresh_token").With("client_id", App).With("refresh_token", _refreshTokens[family]));
        _refreshTokens[family] = answer.ExpectRefreshToken();
    }

    private static async Task<TokenAnswer> TokenAsync(HttpClient http, TokenRequest request)
    {
        using var form = new FormUrlEncodedContent(request.Parameters);
        return await TokenAnswer.ReadAsync(await http.PostAsync("/connect/token", form));
    }
}

[Trait("Database", "Sqlite")]
public sealed class CrashesOnSqlite() : CrashTests(DatabaseKind.Sqlite, kills: 12);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class CrashesOnPostgreSql() : CrashTests(DatabaseKind.PostgreSql, kills: 8);
