using IdentityProvider.Data;
using IdentityProvider.Tests.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Tests.Data;

public abstract class ModelTests(DatabaseKind kind) : StorageTests(kind)
{
    [ToolFact]
    public void The_migrations_give_the_model()
    {
        using var db = Storage.NewContext();
        Assert.False(db.Database.HasPendingModelChanges(), "The model has changed: IdentityProvider/Data/Migrations/add.sh <Name>");
    }

    [ToolFact]
    public async Task Every_table_takes_a_row_and_gives_it_back()
    {
        var user = NewUser();
        var now = user.CreatedAt;
        await Storage.AddAsync(
            user,
            new Role { Id = NewId.Create(), Name = "user", NormalizedName = "USER" },
            new IdentityUserClaim<Guid> { UserId = user.Id, ClaimType = "type", ClaimValue = "value" },
            new Session { Id = "sid", UserId = user.Id, CreatedAt = now, AuthTime = now, LastSeenAt = now, ExpiresAt = now },
            new OneTimeCode { Id = NewId.Create(), ClaimKey = "claim", Phone = "+959", Purpose = "verify", UserId = user.Id, RememberHash = "hash", CreatedAt = now },
            new OneTimeCodeLimit { Phone = "+959", Purpose = "verify", Day = new DateOnly(2026, 1, 31), Blocked = true },
            new Message { Id = NewId.Create(), Channel = "sms", To = "+959", Protected = [1, 2], CreatedAt = now },
            new RegistryEntry { Kind = RegistryKinds.Client, Name = "client", Content = "{}", CreatedAt = now, UpdatedAt = now, Version = 2 },
            new RegistrySecret { Id = NewId.Create(), Kind = RegistryKinds.Client, Owner = "client", Hash = "hash", CreatedAt = now },
            new LoginFailure { Key = "hash|*", WindowStart = now },
            new AuditEvent { Id = NewId.Create(), At = now, Name = "test", Detail = "A test." });

        await using var db = Storage.NewContext();
        var read = await db.Users.SingleAsync();
        Assert.Equal((now, user.DateOfBirth, user.LockoutEnd), (read.CreatedAt, read.DateOfBirth, read.LockoutEnd));
        Assert.True(await db.UserClaims.AnyAsync(claim => claim.Id > 0));
        Assert.True(await db.OneTimeCodeLimits.AnyAsync(limit => limit.Blocked && limit.Day == new DateOnly(2026, 1, 31)));
        Assert.Equal(1, await db.RegistryState.CountAsync());
        Assert.Equal([1, 2], (await db.Messages.SingleAsync()).Protected);
    }

    [ToolFact]
    public async Task Instants_compare_and_sort()
    {
        var first = NewUser();
        var second = NewUser();
        second.CreatedAt = first.CreatedAt.ToOffset(TimeSpan.FromHours(6.5)).AddMilliseconds(1);
        await Storage.AddAsync(first, second);

        await using var db = Storage.NewContext();
        Assert.Equal(second.Id, await db.Users.OrderByDescending(user => user.CreatedAt).Select(user => user.Id).FirstAsync());
        Assert.Equal(1, await db.Users.CountAsync(user => user.CreatedAt > first.CreatedAt));
    }

    [ToolFact]
    public async Task A_second_owner_of_a_phone_or_an_address_is_a_unique_violation_of_that_column()
    {
        var owner = NewUser();
        (owner.OwnedPhone, owner.OwnedEmail) = ("+95912345678", "A@EXAMPLE.COM");
        await Storage.AddAsync(owner);

        var (samePhone, sameEmail) = (NewUser(), NewUser());
        samePhone.OwnedPhone = owner.OwnedPhone;
        sameEmail.OwnedEmail = owner.OwnedEmail;
        var phone = await Assert.ThrowsAsync<DbUpdateException>(() => Storage.AddAsync(samePhone));
        var email = await Assert.ThrowsAsync<DbUpdateException>(() => Storage.AddAsync(sameEmail));

        Assert.True(phone.IsUniqueViolation() && phone.IsUniqueViolation("OwnedPhone") && !phone.IsUniqueViolation("OwnedEmail"));
        Assert.True(email.IsUniqueViolation() && email.IsUniqueViolation("OwnedEmail") && !email.IsUniqueViolation("OwnedPhone"));
    }

    [ToolFact]
    public async Task Another_broken_rule_is_no_unique_violation()
    {
        var now = TimeProvider.System.GetUtcNow();
        var orphan = new Session { Id = "sid", UserId = NewId.Create(), CreatedAt = now, AuthTime = now, LastSeenAt = now, ExpiresAt = now };
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => Storage.AddAsync(orphan));
        Assert.False(refused.IsUniqueViolation());
    }

    [ToolFact]
    public async Task Several_accounts_may_claim_one_phone_that_nobody_owns()
    {
        var (first, second) = (NewUser(), NewUser());
        first.PhoneNumber = second.PhoneNumber = "+95912345678";
        first.NormalizedEmail = second.NormalizedEmail = "A@EXAMPLE.COM";
        await Storage.AddAsync(first, second);
    }

    private static User NewUser()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);
        var id = NewId.Create();
        return new User
        {
            Id = id,
            UserName = id.ToString(),
            NormalizedUserName = id.ToString().ToUpperInvariant(),
            CreatedAt = now,
            UpdatedAt = now,
            LockoutEnd = now.AddDays(1),
            DateOfBirth = new DateOnly(1990, 2, 28),
        };
    }
}

[Trait("Database", "Sqlite")]
public sealed class ModelOnSqliteTests() : ModelTests(DatabaseKind.Sqlite);

[Trait("Database", "PostgreSql")]
[Needs(nameof(Tool.PostgreSql))]
public sealed class ModelOnPostgreSqlTests() : ModelTests(DatabaseKind.PostgreSql);
