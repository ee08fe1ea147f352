using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Protocol.Http;
using IdentityProvider.Protocol.Keys;

namespace IdentityProvider.Administration;

/// <summary>What rotating the keys came to.</summary>
/// <param name="Keys">All keys as they are now, by algorithm, the oldest first.</param>
/// <param name="Skipped">Algorithms that were left as they are, because their next key is on its way already.</param>
public sealed record RotatedKeys(IReadOnlyList<KeyDescription> Keys, IReadOnlyList<string> Skipped);

/// <summary>The keys that sign, for those who may see and rotate them.</summary>
public sealed class KeyAdministration(KeyRollover rollover, AccountRoles roles, AuditTrail trail, AccountPolicy policy)
{
    /// <summary>By algorithm, the oldest first.</summary>
    public async Task<Reading<IReadOnlyList<KeyDescription>>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        roles.Permits(actor, policy.Permissions.ReadConfiguration)
            ? new Reading<IReadOnlyList<KeyDescription>>.Found(await rollover.ListAsync(cancellationToken))
            : new Reading<IReadOnlyList<KeyDescription>>.Refused(AccountErrors.Forbidden);

    /// <summary>Has the next keys sign. At once it is done for every algorithm that is meant, or refused with those that it was not done for.</summary>
    /// <param name="actor">Who wants it.</param>
    /// <param name="algorithm">One of <see cref="KeyRollover.Algorithms"/>; null: of each.</param>
    /// <param name="atOnce">Whether the old keys are gone at once, for one that leaked; else every client sees the next key before it signs.</param>
    /// <param name="source">From where.</param>
    /// <param name="cancellationToken">Ends the work until it is decided; then it is done to its end, with its events.</param>
    public async Task<Reading<RotatedKeys>> RotateAsync(
        Actor actor, string? algorithm, bool atOnce, RequestSource source, CancellationToken cancellationToken)
    {
        // By what the actor may do now: what the request came with may be a moment old.
        if (!roles.Permits(await roles.NowAsync(actor, cancellationToken), policy.Permissions.RotateKeys))
            return new Reading<RotatedKeys>.Refused(AccountErrors.Forbidden);
        if (algorithm is not null && !KeyRollover.Algorithms.Contains(algorithm))
            return new Reading<RotatedKeys>.Refused(AccountErrors.AlgorithmUnknown(KeyRollover.Algorithms));

        var (rotated, skipped) = (new List<string>(), new List<string>());
        foreach (var one in KeyRollover.Algorithms.Where(known => algorithm is null || known == algorithm))
        {
            if (await (atOnce ? ReplaceAsync(one) : rollover.RotateAsync(one, CancellationToken.None)) is not RolloverOutcome.Done done)
            {
                skipped.Add(one);
                continue;
            }

            rotated.Add(one);
            // After the deed: the keys are written by whatever keeps them, in transactions of its own.
            await trail.WriteAsync(EntryOf(actor, source, done, atOnce));
        }

        return rotated.Count == 0 || (atOnce && skipped.Count > 0)
            ? new Reading<RotatedKeys>.Refused(AccountErrors.KeysRotating(skipped, rotated))
            : new Reading<RotatedKeys>.Found(new RotatedKeys(await rollover.ListAsync(CancellationToken.None), skipped));
    }

    // Somebody has made another key at this very moment: once more, and that one goes too.
    private async Task<RolloverOutcome> ReplaceAsync(string algorithm) =>
        await rollover.ReplaceAsync(algorithm, CancellationToken.None) is RolloverOutcome.Done done
            ? done
            : await rollover.ReplaceAsync(algorithm, CancellationToken.None);

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
                ["signsFrom"] = UtcText.Of(done.Next.SignsFrom),
                ["removed"] = new JsonArray([.. done.Removed.Select(key => JsonValue.Create(key))]),
            },
        };
}
