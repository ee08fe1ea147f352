namespace IdentityProvider.Accounts;

/// <summary>What an administrator's looking at something came to.</summary>
public abstract record Reading<T>
{
    private Reading() { }

    public sealed record Found(T What) : Reading<T>;

    public sealed record Refused(AccountError Error) : Reading<T>;
}
