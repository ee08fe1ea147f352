using System.Text.Json.Serialization;
using IdentityProvider.Accounts.Registering;
using IdentityProvider.Data;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>An account, as its owner and administrators see it.</summary>
public sealed record AccountProfile(
    Guid Id,
    string? Phone,
    bool PhoneVerified,
    string? Email,
    bool EmailVerified,
    string? FullName,
    DateOnly? DateOfBirth,
    string? Gender,
    string? Address,
    string? City,
    IReadOnlyList<string> Roles,
    bool IsActive,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Tells what the account is now from what it was before: the time of its last change, as precisely as it is kept.</summary>
    [JsonIgnore]
    public long Version => UpdatedAt.ToUnixTimeMilliseconds();

    internal static AccountProfile Of(User user, IReadOnlyList<string> roles) => new(
        user.Id, user.PhoneNumber, user.PhoneNumberConfirmed, user.Email, user.EmailConfirmed, user.FullName,
        user.DateOfBirth, user.Gender, user.Address, user.City, roles, user.IsActive, user.CreatedAt, user.UpdatedAt);
}

/// <summary>A value that may be left as it is.</summary>
public readonly record struct Change<T>(T Value)
{
    public bool IsSet { get; } = true;

    public static implicit operator Change<T>(T value) => new(value);
}

/// <summary>What the owner changes, as they typed it: JSON merge patch (RFC 7396). What is not set stays.</summary>
public sealed record ProfileChanges
{
    public Change<string?> FullName { get; init; }

    public Change<string?> DateOfBirth { get; init; }

    public Change<string?> Gender { get; init; }

    public Change<string?> Address { get; init; }

    public Change<string?> City { get; init; }
}

/// <summary>What changing a profile came to.</summary>
public abstract record ProfileOutcome
{
    private ProfileOutcome() { }

    public sealed record Saved(AccountProfile Profile) : ProfileOutcome;

    public sealed record Refused(AccountError Error) : ProfileOutcome;
}

/// <summary>What people tell about themselves.</summary>
public sealed class Profile(ProviderDbContext db, AccountRoles roles, PersonFields person, TimeProvider clock)
{
    /// <summary>The account; null: there is none.</summary>
    public async Task<AccountProfile?> GetAsync(Guid userId, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
        if (user is null)
            return null;
        return AccountProfile.Of(user, await roles.NamesAsync(userId, cancellationToken));
    }

    /// <summary>Changes what is set; all that is wrong is said in one answer, and then nothing is changed.</summary>
    public async Task<ProfileOutcome> UpdateAsync(Guid userId, ProfileChanges changes, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var fullName = changes.FullName.IsSet ? person.ReadFullName(changes.FullName.Value, errors) : null;
        var dateOfBirth = changes.DateOfBirth.IsSet ? person.ReadDateOfBirth(changes.DateOfBirth.Value, errors) : null;
        var gender = changes.Gender.IsSet ? person.ReadGender(changes.Gender.Value, errors) : null;
        var address = PersonFields.ReadAddress(changes.Address.Value, errors);
        var city = PersonFields.ReadCity(changes.City.Value, errors);
        if (errors.ToError() is { } error)
            return new ProfileOutcome.Refused(error);

        // One statement, and only the columns that are set: two changes at once don't undo one another.
        var now = clock.GetUtcNow();
        await db.Users.Where(user => user.Id == userId).ExecuteUpdateAsync(set =>
        {
            set.SetProperty(user => user.UpdatedAt, now);
            if (changes.FullName.IsSet)
                set.SetProperty(user => user.FullName, fullName).SetProperty(user => user.NormalizedFullName, User.NormalizeName(fullName));
            if (changes.DateOfBirth.IsSet)
                set.SetProperty(user => user.DateOfBirth, dateOfBirth);
            if (changes.Gender.IsSet)
                set.SetProperty(user => user.Gender, gender);
            if (changes.Address.IsSet)
                set.SetProperty(user => user.Address, address);
            if (changes.City.IsSet)
                set.SetProperty(user => user.City, city);
        }, cancellationToken);
        return await GetAsync(userId, cancellationToken) is { } profile
            ? new ProfileOutcome.Saved(profile)
            : new ProfileOutcome.Refused(AccountErrors.TokenInvalid);
    }
}
