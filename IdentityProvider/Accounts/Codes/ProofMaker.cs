using IdentityProvider.Protocol.Grants;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Accounts.Codes;

/// <summary>What a right code brings: handed out once, kept as a hash.</summary>
public sealed record Proof(string Token, string Hash, DateTimeOffset ExpiresAt);

/// <summary>Makes the proof that a code was right, of the kind that its purpose wants.</summary>
public sealed class ProofMaker(UserManager<User> users, AccountPolicy policy, TimeProvider clock)
{
    public async Task<Proof> MakeAsync(OneTimeCode code, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        if (code is { Purpose: CodePurposes.ResetPassword, UserId: { } userId } && await users.FindByIdAsync(userId.ToString()) is { } user)
            return Of(await users.GeneratePasswordResetTokenAsync(user), now + policy.Password.ResetLifetime);
        return Of(RandomHandle.Create(), now + policy.Otp.ProofLifetime);
    }

    private static Proof Of(string token, DateTimeOffset expiresAt) => new(token, RandomHandle.Hash(token), expiresAt);
}
