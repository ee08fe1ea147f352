using System.Globalization;
using System.Text.Json.Nodes;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Profiles;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>
/// What clients are told about an account: the standard claims (OIDC Core 5.1), each in its JSON type. Those we have no
/// column for come from the claims that administrators gave the user.
/// </summary>
public sealed class AccountClaims(IDbContextFactory<ProviderDbContext> contexts) : IProfileService
{
    private static readonly string[] FromUserClaims =
        ["given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "zoneinfo"];

    public async ValueTask<JsonObject?> GetClaimsAsync(string subject, IReadOnlyCollection<string> claimTypes, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(subject, out var userId))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == userId, cancellationToken);
        if (user is null)
            return null;

        var claims = new JsonObject();
        foreach (var type in claimTypes)
        {
            if (OfAccount(user, type) is { } value)
                claims[type] = value;
        }

        var further = claimTypes.Intersect(FromUserClaims).ToList();
        if (further.Count > 0)
            await AddUserClaimsAsync(db, userId, further, claims, cancellationToken);
        return claims;
    }

    public async ValueTask<ActiveUser?> FindActiveAsync(string subject, string? sessionId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(subject, out var userId))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await AccountRoles.OfActiveAsync(db, userId, sessionId, cancellationToken) is { } roles ? new ActiveUser(roles) : null;
    }

    private static JsonNode? OfAccount(User user, string type) => type switch
    {
        "sub" => user.Id.ToString(),
        "name" => Text(user.FullName),
        "gender" => Text(user.Gender),
        "birthdate" => user.DateOfBirth?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "locale" => Text(user.Locale),
        "updated_at" => user.UpdatedAt.ToUnixTimeSeconds(),
        "email" => Text(user.Email),
        "email_verified" => user.Email is null ? null : user.EmailConfirmed,
        "phone_number" => Text(user.PhoneNumber),
        "phone_number_verified" => user.PhoneNumber is null ? null : user.PhoneNumberConfirmed,
        "address" => AddressOf(user),
        _ => null,
    };

    // OIDC Core 5.1.1: an object; what is not known is left out.
    private static JsonObject? AddressOf(User user)
    {
        var parts = new[] { user.Address, user.City }.Where(part => !string.IsNullOrWhiteSpace(part)).ToList();
        if (parts.Count == 0)
            return null;
        var address = new JsonObject { ["formatted"] = string.Join('\n', parts) };
        if (Text(user.Address) is { } street)
            address["street_address"] = street;
        if (Text(user.City) is { } city)
            address["locality"] = city;
        return address;
    }

    private static async Task AddUserClaimsAsync(
        ProviderDbContext db, Guid userId, List<string> types, JsonObject claims, CancellationToken cancellationToken)
    {
        var rows = await db.UserClaims.AsNoTracking()
            .Where(row => row.UserId == userId && row.ClaimType != null && types.Contains(row.ClaimType))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (Text(row.ClaimValue) is { } value)
                claims[row.ClaimType!] = value;
        }
    }

    private static JsonNode? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
