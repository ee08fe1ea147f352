using System.Globalization;
using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Administration;

/// <summary>The keys that sign, for those who may see and rotate them.</summary>
public sealed class KeyAdministration(KeyRollover rollover, AccountRoles roles, AuditTrail trail, AccountPolicy policy)
{
    /// <summary>By algorithm, the oldest first.</summary>
    public async Task<Reading<IReadOnlyList<KeyDescription>>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        roles.Permits(actor, policy.Permissions.ReadConfiguration)
            ? new Reading<IReadOnlyList<KeyDescription>>.Found(await rollover.ListAsync(cancellationToken))
            : new Reading<IReadOnlyList<KeyDescription>>.Refused(AccountErrors.Forbidden);

    /// <summary>Has the next keys sign. The answer has all keys as they are then.</summary>
    /// <param name="actor">Who wants it.</param>
    /// <param name="algorithm">One of <see cref="KeyRollover.Algorithms"/>; null: of each.</param>
    /// <param name="atOnce">Whether the old keys are gone at once, for one that leaked; else every client sees the next key before it signs.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task<Reading<IReadOnlyList<KeyDescription>>> RotateAsync(
        Actor actor, string? algorithm, bool atOnce, RequestSource source, CancellationToken cancellationToken)
    {
        // By what the actor may do now: what the request came with may be a moment old.
        if (!roles.Permits(await roles.NowAsync(actor, cancellationToken), policy.Permissions.RotateKeys))
            return new Reading<IReadOnlyList<KeyDescription>>.Refused(AccountErrors.Forbidden);
        if (algorithm is not null && !KeyRollover.Algorithms.Contains(algorithm))
            return new Reading<IReadOnlyList<KeyDescription>>.Refused(AccountErrors.AlgorithmUnknown(KeyRollover.Algorithms));

        var rotated = false;
        foreach (var one in KeyRollover.Algorithms.Where(known => algorithm is null || known == algorithm))
        {
            var outcome = atOnce ? await rollover.ReplaceAsync(one, cancellationToken) : await rollover.RotateAsync(one, cancellationToken);
            if (outcome is not RolloverOutcome.Done done)
                continue;
            rotated = true;
            // After the deed: the keys are written by whatever keeps them, in transactions of its own.
            await trail.WriteAsync(EntryOf(actor, source, done, atOnce), cancellationToken);
        }

        return rotated
            ? new Reading<IReadOnlyList<KeyDescription>>.Found(await rollover.ListAsync(cancellationToken))
            : new Reading<IReadOnlyList<KeyDescription>>.Refused(AccountErrors.KeysRotating);
    }

    private static AuditEntry EntryOf(Actor actor, RequestSource source, RolloverOutcome.Done done, bool atOnce) =>
        new(AuditEvents.KeyRotated, UserId: null, source, atOnce ? "A new key signs at once, and the old ones are gone." : "The next key signs soon.")
        {
            By = actor,
            Target = new AuditTarget(AuditTargets.Key, done.Next.KeyId),
            Before = new JsonObject { ["signing"] = done.Previous },
            After = new JsonObject
            {
                ["signing"] = done.Next.KeyId,
                ["algorithm"] = done.Next.Algorithm,
                ["signsFrom"] = done.Next.SignsFrom.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                ["removed"] = new JsonArray([.. done.Removed.Select(key => JsonValue.Create(key))]),
            },
        };
}
