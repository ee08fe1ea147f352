using System.Text.Json.Nodes;
using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Data.Clients;
using IdentityProvider.Protocol.Grants;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Registry;

/// <summary>What a change makes of the registry, and when.</summary>
internal sealed record RegistryMoment(long Version, DateTimeOffset Now);

/// <summary>The turn of one change: until its transaction ends nobody else changes what is registered.</summary>
internal sealed class RegistryTurn<T>(ProviderDbContext db, RegistryKind<T> kind, Actor actor, CatalogSnapshot before, RegistryMoment moment)
{
    private readonly List<(string? Event, string Name, JsonObject? Before, JsonObject? After)> _changed = [];

    /// <summary>Who makes it, with the rank that they have now.</summary>
    public Actor Actor => actor;

    /// <summary>Everything that is registered, as it is until now.</summary>
    public CatalogSnapshot Before => before;

    public DateTimeOffset Now => moment.Now;

    /// <summary>Why the name can't be registered; null: it can.</summary>
    public async Task<AccountError?> RefuseNameAsync(string field, string name, CancellationToken cancellationToken) => kind.Find(before, name) switch
    {
        { Source: EntrySource.File } => RegistryErrors.InFile,
        { Source: EntrySource.BuiltIn } => RegistryErrors.NameTaken(field, "A scope of the provider itself has this name."),
        // What is there need not count: something of another kind in a file may have the name.
        null when !await db.RegistryEntries.AnyAsync(entry => entry.Kind == kind.Name && entry.Name == name, cancellationToken) => null,
        _ => RegistryErrors.NameTaken(field, $"Another {kind.Name} has this name."),
    };

    /// <summary>Changes the entry, if it is there, can be changed, and is of the version that whoever changes it has seen (null: any).</summary>
    public async Task<RegistryOutcome<T>> ChangeAsync(
        string name, long? version, Func<HeldEntry<T>, Task<RegistryOutcome<T>>> change, CancellationToken cancellationToken)
    {
        if (!RegisteredNames.CanBe(name))
            return kind.NotFound;
        switch (kind.Find(before, name))
        {
            case { Source: EntrySource.File }:
                return RegistryErrors.InFile;
            case { Source: EntrySource.BuiltIn }:
                return RegistryErrors.BuiltIn;
        }

        var row = await db.RegistryEntries.SingleOrDefaultAsync(entry => entry.Kind == kind.Name && entry.Name == name, cancellationToken);
        if (row is null)
            return kind.NotFound;
        if (version is not null && version != row.Version)
            return AccountErrors.ChangedMeanwhile;
        var secrets = await db.RegistrySecrets.Where(secret => secret.Kind == kind.Name && secret.Owner == name).ToListAsync(cancellationToken);
        return await change(new HeldEntry<T>(row, secrets, kind.Read(row, secrets).Value));
    }

    public HeldEntry<T> Add(string name, T value)
    {
        var content = kind.Write(value);
        var row = new RegistryEntry
        {
            Kind = kind.Name,
            Name = name,
            Content = content.ToJsonString(),
            CreatedAt = moment.Now,
            UpdatedAt = moment.Now,
            Version = moment.Version,
        };
        db.RegistryEntries.Add(row);
        _changed.Add((null, name, null, content));
        return new HeldEntry<T>(row, [], value);
    }

    public void Replace(HeldEntry<T> held, T value)
    {
        var content = kind.Write(value);
        _changed.Add((null, held.Row.Name, kind.Write(held.Value), content));
        held.Row.Content = content.ToJsonString();
        Touch(held);
    }

    public void Remove(HeldEntry<T> held)
    {
        _changed.Add((null, held.Row.Name, kind.Write(held.Value), null));
        db.RegistryEntries.Remove(held.Row);
    }

    /// <summary>Makes a secret. Of those before it the newest that is valid stays so for as long as is said, and no other.</summary>
    public NewSecret AddSecret(HeldEntry<T> held, TimeSpan keepOld)
    {
        var value = RandomHandle.Create();
        var end = moment.Now + keepOld;
        var kept = held.Secrets
            .Where(secret => keepOld > TimeSpan.Zero && (secret.ExpiresAt is null || secret.ExpiresAt > moment.Now))
            .OrderByDescending(secret => secret.CreatedAt)
            .Take(SecretOverlap.MostKept)
            .ToList();
        foreach (var secret in kept.Where(secret => secret.ExpiresAt is null || secret.ExpiresAt > end))
            secret.ExpiresAt = end;
        RemoveSecrets(held, held.Secrets.Except(kept));

        var added = new RegistrySecret { Id = NewId.Create(), Kind = kind.Name, Owner = held.Row.Name, Hash = RandomHandle.Hash(value), CreatedAt = moment.Now };
        db.RegistrySecrets.Add(added);
        held.Secrets.Add(added);
        Touch(held);
        return new NewSecret(value, kept.FirstOrDefault()?.ExpiresAt);
    }

    public void RemoveSecrets(HeldEntry<T> held, IEnumerable<RegistrySecret> doomed)
    {
        foreach (var secret in doomed.ToList())
        {
            db.RegistrySecrets.Remove(secret);
            held.Secrets.Remove(secret);
        }
    }

    /// <summary>It is worth a line of its own in the audit trail: what is told of the entry does not show it.</summary>
    public void Note(HeldEntry<T> held, string auditEvent, JsonObject? before = null, JsonObject? after = null) =>
        _changed.Add((auditEvent, held.Row.Name, before, after));

    public RegistryOutcome<T> Done(HeldEntry<T> held, NewSecret? secret = null) =>
        new RegistryOutcome<T>.Done(kind.Read(held.Row, held.Secrets)) { Secret = secret };

    public IEnumerable<AuditEntry> AuditEntries(IntendedRegistryChange intended) => _changed.Select(changed =>
        new AuditEntry(changed.Event ?? intended.Event, UserId: null, intended.Source, $"The {kind.Name} {changed.Name}.")
        {
            ClientId = kind.Name == RegistryKinds.Client ? changed.Name : null,
            By = actor,
            Target = new AuditTarget(kind.Name, changed.Name),
            Before = changed.Before,
            After = changed.After,
        });

    private void Touch(HeldEntry<T> held)
    {
        held.Row.UpdatedAt = moment.Now;
        held.Row.Version = moment.Version;
    }
}

/// <summary>An entry of the database, as a change holds it.</summary>
internal sealed record HeldEntry<T>(RegistryEntry Row, List<RegistrySecret> Secrets, T Value);
