using IdentityProvider.Accounts.Failures;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using IdentityProvider.Protocol.Http;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts.SignIns;

/// <summary>Where somebody signs in.</summary>
/// <param name="Source">From where.</param>
/// <param name="ClientId">The client that shows its own form; null: the hosted pages.</param>
/// <param name="TrustedDevice">What <see cref="TrustedDevices"/> left in this browser; null: nothing.</param>
public sealed record SignInPlace(RequestSource Source, string? ClientId = null, string? TrustedDevice = null);

/// <summary>Keeps who signed in and who failed to, and why. Known and unknown people cost the same one statement.</summary>
public sealed class SignInJournal(ProviderDbContext db, TimeProvider clock)
{
    /// <summary>Somebody is signed in; in the caller's transaction.</summary>
    public Task SucceededAsync(Guid userId, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var id = NewId.Create();
        return WriteAsync(id, id.ToString(), userId, SignInResults.SignedIn, amr, clientId, source, cancellationToken);
    }

    /// <param name="userId">Whose account; null: nobody's, or it could not be told.</param>
    /// <param name="outcome">One of <see cref="SignInResults"/>, or the code of another refusal.</param>
    /// <param name="amr">How they tried.</param>
    /// <param name="clientId">The client that shows its own form; null: the hosted pages.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task FailedAsync(
        Guid? userId, string outcome, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var key = RandomHandle.Hash($"{userId}\n{outcome}\n{string.Join(' ', amr)}\n{clientId}\n{SourceNetwork.Of(source.Address)}\n{minute}");
        return WriteAsync(NewId.Create(), key, userId, outcome, amr, clientId, source, cancellationToken);
    }

    private Task WriteAsync(
        Guid id, string key, Guid? userId, string outcome, IReadOnlyList<string> amr, string? clientId, RequestSource source, CancellationToken cancellationToken)
    {
        var (at, method) = (clock.GetUtcNow().ToUnixTimeMilliseconds(), string.Join(' ', amr));
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "SignInAttempts" ("Id", "Key", "At", "UserId", "Outcome", "Method", "ClientId", "Address", "UserAgent", "Times")
            VALUES ({id}, {key}, {at}, {userId}, {outcome}, {method}, {clientId}, {source.Address}, {source.UserAgent}, 1)
            ON CONFLICT ("Key") DO UPDATE SET "Times" = "SignInAttempts"."Times" + 1
            """,
            cancellationToken);
    }
}
