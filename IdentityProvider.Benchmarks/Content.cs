using System.Text.Json.Nodes;
using IdentityProvider.Accounts.SignIns;
using IdentityProvider.Data;
using IdentityProvider.Delivery;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Benchmarks;

/// <summary>How much there is.</summary>
internal sealed record Size(int Users, int Clients);

/// <summary>
/// What a provider has after a while: people of whom one in a hundred is an admin, each with a session, two sign-ins, two entries of the audit log and a
/// message; a refresh token for every second, and a refused code for every fourth.
/// </summary>
internal static class Content
{
    private const int Batch = 1000;
    private const int AdminEvery = 100;
    private const int AppEvery = 2;
    private const int DecisionEvery = 4;

    private static readonly string[] FirstNames =
        ["Aung", "Aye", "Cho", "Ei", "Hla", "Htet", "Khin", "Kyaw", "Lwin", "May", "Min", "Moe", "Mya", "Nay", "Nilar", "Phyo", "Sandar", "Su", "Thida", "Zaw"];

    private static readonly string[] LastNames = ["Htun", "Kyi", "Lin", "Maung", "Myint", "Naing", "Oo", "Soe", "Tun", "Win"];

    public static async Task FillAsync(TestDatabase database, Size size)
    {
        // Its start makes the tables and the roles.
        await using var provider = Provider.StartOn(database);
        var roles = await provider.InScopeAsync((ProviderDbContext db) => db.Roles.ToDictionaryAsync(role => role.Name!, role => role.Id));
        var now = TimeProvider.System.GetUtcNow();
        for (var begin = 0; begin < size.Users; begin += Batch)
        {
            var numbers = Enumerable.Range(begin, Math.Min(Batch, size.Users - begin)).ToList();
            await provider.InScopeAsync((ProviderDbContext db) =>
            {
                db.ChangeTracker.AutoDetectChangesEnabled = false;
                foreach (var number in numbers)
                    Add(db, number, now - TimeSpan.FromMinutes(size.Users - number), roles);
                return db.SaveChangesAsync();
            });
        }

        await provider.InScopeAsync((ProviderDbContext db) =>
        {
            for (var number = 0; number < size.Clients; number++)
                db.RegistryEntries.Add(ClientOf(number, now));
            return db.SaveChangesAsync();
        });
        await provider.InScopeAsync((ProviderDbContext db) => db.RegistryState.ExecuteUpdateAsync(set => set.SetProperty(state => state.Version, size.Clients)));
        await provider.InScopeAsync((ProviderDbContext db) => db.AuditChain.ExecuteUpdateAsync(set => set
            .SetProperty(chain => chain.Sequence, 2L * size.Users).SetProperty(chain => chain.Hash, "of the benchmark")));
        // PostgreSQL does it by itself, a minute later.
        if (database.Kind == DatabaseKind.PostgreSql)
            await provider.InScopeAsync((ProviderDbContext db) => db.Database.ExecuteSqlAsync($"VACUUM ANALYZE"));
    }

    public static string NameOf(int number) => $"{FirstNames[number % FirstNames.Length]} {FirstNames[number / 7 % FirstNames.Length]} {LastNames[number / 3 % LastNames.Length]} {number}";

    public static string PhoneOf(int number) => $"+9599{number:D8}";

    public static string EmailOf(int number) => $"person{number}@people{number % 50}.example";

    private static void Add(ProviderDbContext db, int number, DateTimeOffset at, Dictionary<string, Guid> roles)
    {
        var user = UserOf(number, at);
        db.Users.Add(user);
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = roles[number % AdminEvery == 0 ? "admin" : "user"] });
        var session = SessionOf(user, number, at);
        db.Sessions.Add(session);
        if (number % AppEvery == 0)
            db.Grants.Add(RefreshTokenOf(session));
        db.Messages.Add(MessageTo(user, number, at));
        foreach (var (name, which) in new[] { ("user.registered", 1), ("sign_in.succeeded", 2) })
            db.AuditEvents.Add(new AuditEvent
            {
                Id = NewId.Create(), At = at, Name = name, UserId = user.Id, Address = "203.0.113.9", Detail = "It went well.",
                // As if it were sealed, so that the server does not go and do it while it is measured.
                Sequence = (2L * number) + which, Hash = "of the benchmark",
            });
        foreach (var again in Enumerable.Range(0, 2))
            db.SignInAttempts.Add(AttemptOf(user, (2 * number) + again));
        if (number % DecisionEvery == 0)
            db.AbuseDecisions.Add(DecisionAbout(number, at));
    }

    private static User UserOf(int number, DateTimeOffset at)
    {
        var (id, phone, email) = (NewId.Create(), PhoneOf(number), EmailOf(number));
        return new User
        {
            Id = id,
            UserName = id.ToString(),
            NormalizedUserName = id.ToString().ToUpperInvariant(),
            FullName = NameOf(number),
            PhoneNumber = phone,
            OwnedPhone = phone,
            PhoneNumberConfirmed = true,
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            CreatedAt = at,
            UpdatedAt = at,
            LastSignInAt = at,
            IsActive = number % 20 != 0,
            SecurityStamp = id.ToString("N"),
            ConcurrencyStamp = id.ToString("N"),
        };
    }

    /// <summary>Of a hundred thousand, which are spread over ten weeks, nearly half live.</summary>
    private static Session SessionOf(User user, int number, DateTimeOffset at) => new()
    {
        Id = NewId.Create().ToString("N"),
        UserId = user.Id,
        CreatedAt = at,
        AuthTime = at,
        LastSeenAt = at,
        ExpiresAt = at + TimeSpan.FromDays(30),
        Address = $"203.0.113.{number % 250}",
        UserAgent = "Mozilla/5.0",
        Amr = "pwd",
    };

    private static PersistedGrant RefreshTokenOf(Session session) => new()
    {
        Type = PersistedGrantTypes.RefreshToken,
        Key = session.Id,
        ClientId = "shop-1",
        Subject = session.UserId.ToString(),
        SessionId = session.Id,
        GrantId = session.Id,
        Data = "",
        CreatedAt = session.CreatedAt,
        ExpiresAt = session.CreatedAt + TimeSpan.FromDays(90),
    };

    private static Message MessageTo(User user, int number, DateTimeOffset at) => new()
    {
        Id = NewId.Create(),
        Channel = MessageChannels.Sms,
        To = user.PhoneNumber!,
        Protected = [],
        CreatedAt = at,
        SentAt = at,
        Attempts = 1,
        State = number % 100 == 0 ? MessageStates.GivenUp : MessageStates.Delivered,
        Sender = "vonage",
        VendorId = number.ToString("X14", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Those of all the people are spread over ten days: a tenth of them stands on the overview.</summary>
    private static SignInAttempt AttemptOf(User user, int number) => new()
    {
        Id = NewId.Create(),
        Key = $"benchmark {number}",
        At = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(number % (10 * 24 * 60)),
        UserId = user.Id,
        Outcome = number % 10 == 0 ? "wrong_password" : SignInResults.SignedIn,
        Method = "pwd",
        Address = "203.0.113.9",
        UserAgent = "Mozilla/5.0",
        Times = 1,
    };

    private static AbuseDecision DecisionAbout(int number, DateTimeOffset at) => new()
    {
        Id = NewId.Create(),
        Key = $"benchmark {number}",
        Kind = number % 8 == 0 ? "too_many_codes" : "country_budget",
        Counter = "address",
        Value = 10,
        Limit = 10,
        Purpose = "login",
        Network = $"203.0.113.{number % 250}",
        FirstAt = at,
        LastAt = at,
        Times = 1,
        ExpiresAt = at + TimeSpan.FromDays(365),
    };

    private static RegistryEntry ClientOf(int number, DateTimeOffset now) => new()
    {
        Kind = RegistryKinds.Client,
        Name = $"shop-{number}",
        Content = new JsonObject
        {
            ["client_id"] = $"shop-{number}",
            ["client_name"] = $"The shop in {LastNames[number % LastNames.Length]} street {number}",
            ["redirect_uris"] = new JsonArray($"https://shop{number}.example/callback"),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["token_endpoint_auth_method"] = "client_secret_basic",
            ["scope"] = "openid profile email",
        }.ToJsonString(),
        CreatedAt = now,
        UpdatedAt = now,
        Version = number + 1,
    };
}
