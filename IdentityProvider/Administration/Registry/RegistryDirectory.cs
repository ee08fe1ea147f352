using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>Finds what is registered, in files and in the database, for those who may look: in memory, where all of it is.</summary>
public sealed class RegistryDirectory(AccountRoles roles, AccountPolicy policy)
{
    /// <summary>Why somebody may not look; null: they may.</summary>
    internal AccountError? RefuseReading(Actor actor) => roles.Permits(actor, policy.Permissions.ReadConfiguration) ? null : AccountErrors.Forbidden;

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
        if (RefuseReading(actor) is { } refusal)
            return new Reading<Page<CatalogEntry<T>>>.Refused(refusal);
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
}
