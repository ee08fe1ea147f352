using IdentityProvider.Accounts;
using IdentityProvider.Data;
using IdentityProvider.Data.Clients;
using Microsoft.EntityFrameworkCore;

namespace IdentityProvider.Administration.Registry;

/// <summary>Finds what is registered, in files and in the database, for those who may look.</summary>
public sealed class RegistryDirectory(ProviderDbContext db, ClientCatalog catalog, AccountRoles roles, AccountPolicy policy)
{
    /// <summary>One entry; from the database, where it is there, so that nobody changes what they see too late.</summary>
    internal async Task<RegistryOutcome<T>> GetAsync<T>(Actor actor, RegistryKind<T> kind, string name, CancellationToken cancellationToken)
    {
        if (!MayRead(actor))
            return AccountErrors.Forbidden;
        if (!RegisteredNames.CanBe(name))
            return kind.NotFound;
        if (kind.Find(catalog.Current, name) is { Source: not EntrySource.Database } fixedEntry)
            return new RegistryOutcome<T>.Done(fixedEntry);
        var row = await db.RegistryEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Kind == kind.Name && entry.Name == name, cancellationToken);
        if (row is null)
            return kind.NotFound;
        var secrets = await db.RegistrySecrets.AsNoTracking().Where(secret => secret.Kind == kind.Name && secret.Owner == name).ToListAsync(cancellationToken);
        return new RegistryOutcome<T>.Done(kind.Read(row, secrets));
    }

    /// <summary>Entries; from memory, where all of them are.</summary>
    /// <param name="actor">Who looks.</param>
    /// <param name="entries">Everything of the kind.</param>
    /// <param name="query">What is wanted of it.</param>
    /// <param name="page">Which page.</param>
    /// <param name="texts">What of an entry is searched.</param>
    /// <param name="isEnabled">Whether an entry is enabled.</param>
    internal Reading<Page<CatalogEntry<T>>> List<T>(
        Actor actor, IReadOnlyList<CatalogEntry<T>> entries, RegistryQuery query, PageRequest page,
        Func<T, IEnumerable<string?>> texts, Func<T, bool>? isEnabled = null)
    {
        if (!MayRead(actor))
            return new Reading<Page<CatalogEntry<T>>>.Refused(AccountErrors.Forbidden);
        var errors = new FieldErrors();
        page.Check(errors);
        if (query.Source is not null && !EntrySources.All.Contains(query.Source))
            errors.Add("source", $"One of: {string.Join(", ", EntrySources.All)}.");
        if (query.Kind is not null && !ClientKinds.All.Contains(query.Kind))
            errors.Add("kind", $"One of: {string.Join(", ", ClientKinds.All)}.");
        if (errors.ToError() is { } wrong)
            return new Reading<Page<CatalogEntry<T>>>.Refused(wrong);

        var search = query.Search?.Trim() ?? "";
        var found = entries
            .Where(entry => query.Enabled is null || isEnabled is null || isEnabled(entry.Value) == query.Enabled)
            .Where(entry => query.Source is null || EntrySources.Of(entry.Source) == query.Source)
            .Where(entry => search.Length == 0 || texts(entry.Value).Any(text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true))
            .OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList();
        var (number, size) = page;
        return new Reading<Page<CatalogEntry<T>>>.Found(new Page<CatalogEntry<T>>([.. found.Skip((number - 1) * size).Take(size)], number, size, found.Count));
    }

    private bool MayRead(Actor actor) => roles.Permits(actor, policy.Permissions.ReadConfiguration);
}
