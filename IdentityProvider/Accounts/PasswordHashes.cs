using System.Collections.Concurrent;
using IdentityProvider.Data;
using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Accounts;

/// <summary>Computes and checks password hashes. A check for nobody takes as long as one for somebody.</summary>
public sealed class PasswordHashes(IPasswordHasher<User> hasher, ProviderDbContext db, AccountPolicy policy)
{
    private static readonly User Nobody = new();

    // By rounds: two providers in one process may have set them differently, and each must take its own time.
    private static readonly ConcurrentDictionary<int, string> HashesOfNobody = [];

    public string Hash(User user, string password) => hasher.HashPassword(user, password);

    /// <summary>Whether it is the user's password. A hash with fewer rounds than are set by now is replaced.</summary>
    public async Task<bool> CheckAsync(User? user, string password, CancellationToken cancellationToken)
    {
        if (user?.PasswordHash is not { } stored)
        {
            CheckNobody(password);
            return false;
        }

        var result = hasher.VerifyHashedPassword(user, stored, password);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            await ReplaceAsync(user, stored, hasher.HashPassword(user, password), cancellationToken);
        return result != PasswordVerificationResult.Failed;
    }

    /// <summary>Takes as long as checking the password, and comes to nothing.</summary>
    public void CheckNobody(string password)
    {
        var hashOfNobody = HashesOfNobody.GetOrAdd(policy.Password.Iterations, _ => hasher.HashPassword(Nobody, RandomHandle.Create()));
        hasher.VerifyHashedPassword(Nobody, hashOfNobody, password);
    }

    // Only while it is still the same password.
    private Task ReplaceAsync(User user, string stored, string renewed, CancellationToken cancellationToken) =>
        db.Users
            .Where(row => row.Id == user.Id && row.PasswordHash == stored)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.PasswordHash, renewed), cancellationToken);
}
