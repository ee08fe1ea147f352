using IdentityProvider.Accounts;
using IdentityProvider.Data.Clients;

namespace IdentityProvider.Administration.Registry;

/// <summary>What looking at or changing something that is registered came to.</summary>
public abstract record RegistryOutcome<T>
{
    private RegistryOutcome() { }

    /// <summary>It is done, and the entry is now this.</summary>
    public sealed record Done(CatalogEntry<T> Entry) : RegistryOutcome<T>
    {
        /// <summary>The secret that was made; null: none was. It is shown now and never again.</summary>
        public NewSecret? Secret { get; init; }
    }

    /// <summary>It is done, and there is no such entry any more.</summary>
    public sealed record Gone : RegistryOutcome<T>;

    public sealed record Refused(AccountError Error) : RegistryOutcome<T>;

    public static implicit operator RegistryOutcome<T>(AccountError error) => new Refused(error);
}

/// <summary>A secret that was just made.</summary>
/// <param name="Value">The secret itself.</param>
/// <param name="OldExpireAt">When those before it stop being valid; null: there are none.</param>
public sealed record NewSecret(string Value, DateTimeOffset? OldExpireAt)
{
    public override string ToString() => nameof(NewSecret);
}

/// <summary>How long an old secret stays valid beside a new one.</summary>
public static class SecretOverlap
{
    /// <summary>Unless something else is said.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromHours(24);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>How many old ones can stay valid beside a new one: the newest. Any other ends at once.</summary>
    public const int MostKept = 1;
}
