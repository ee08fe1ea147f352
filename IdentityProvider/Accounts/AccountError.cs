namespace IdentityProvider.Accounts;

/// <summary>A refusal, in the words of the HTTP contract. The factories of <see cref="AccountErrors"/> make them.</summary>
/// <param name="Code">Stable, in snake_case.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What it is, the same for every refusal of this code.</param>
/// <param name="Detail">A plain sentence that may be shown to the person.</param>
public sealed record AccountError(string Code, int Status, string Title, string Detail)
{
    /// <summary>What is wrong with each field; null where it is not about fields.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When it is worth trying again; null: no time is known.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
