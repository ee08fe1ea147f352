namespace IdentityProvider.Tests.Model;

/// <summary>A password: the how-manieth of a person.</summary>
internal readonly record struct Secret(int Person, int Number)
{
    public Secret Next => this with { Number = Number + 1 };

    public string Text => $"Correct-horse-{Person}-{Number}-battery";
}

/// <summary>An account, as the model has it.</summary>
internal sealed class Account
{
    public required string? Phone { get; init; }

    public required string? Email { get; set; }

    public required Secret Password { get; set; }

    public required TimeSpan ProvenAt { get; set; }

    public bool PhoneVerified { get; set; }

    public bool EmailVerified { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>Deleted, or dropped because another account has proven its number.</summary>
    public bool IsGone { get; set; }

    /// <summary>How often the password was replaced: a proof is of one password.</summary>
    public int Passwords { get; set; }

    public AccountView? View => IsGone ? null : new AccountView(Phone, PhoneVerified, Email, EmailVerified, IsActive);
}

/// <summary>What comes with a code; the code is good only with it.</summary>
internal sealed record Ticket(bool CodeSent)
{
    // Each is a token of its own.
    public bool Equals(Ticket? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The one code of a number, purpose and account (OF-4).</summary>
internal sealed class Code(string phone, Purpose purpose, Account? account)
{
    public string Phone => phone;

    public Purpose Purpose => purpose;

    public Account? Account => account;

    public Ticket? Ticket { get; set; }

    /// <summary>Null: none was ever sent.</summary>
    public TimeSpan? ExpiresAt { get; set; }

    public bool IsUsed { get; set; }

    /// <summary>The account's claim went to whoever proved the number.</summary>
    public bool IsDropped { get; set; }

    public Proof? Proof { get; set; }
}

/// <summary>What a right code brings, or a mailed link carries. Of the account's password at that time; used once.</summary>
internal sealed class Proof(Account? account, TimeSpan expiresAt)
{
    private readonly int _passwords = account?.Passwords ?? 0;

    public Account? Account => account;

    public bool IsExpired(TimeSpan now) => now >= expiresAt;

    /// <summary>Whether it still permits a new password.</summary>
    public bool PermitsReset(TimeSpan now) =>
        account is { IsGone: false, IsActive: true } && account.Passwords == _passwords && !IsExpired(now);
}

/// <summary>A sign-in, and the tokens that came of it.</summary>
internal sealed class Session(Account account, TimeSpan now)
{
    private static readonly TimeSpan AccessTokens = TimeSpan.FromHours(1);
    private static readonly TimeSpan IdleRefreshTokens = TimeSpan.FromDays(14);
    private static readonly TimeSpan RefreshTokens = TimeSpan.FromDays(30);

    private readonly TimeSpan _end = now + RefreshTokens;
    private TimeSpan _accessEnd = now + AccessTokens;
    private TimeSpan _refreshEnd = now + IdleRefreshTokens;
    private TimeSpan? _usedRefreshEnd;

    public Account Account => account;

    public bool IsEnded { get; set; }

    public bool HasAccess(TimeSpan at) => !IsEnded && at < _accessEnd;

    public bool CanRefresh(TimeSpan at) => !IsEnded && at < _refreshEnd;

    public bool IsLive(TimeSpan at) => HasAccess(at) || CanRefresh(at);

    public void Refresh(TimeSpan at)
    {
        _usedRefreshEnd = _refreshEnd;
        _accessEnd = at + AccessTokens;
        _refreshEnd = at + IdleRefreshTokens < _end ? at + IdleRefreshTokens : _end;
    }

    /// <summary>A used refresh token comes again: everything that came of the sign-in ends (OF-9).</summary>
    public void Steal(TimeSpan at) => IsEnded |= at < _usedRefreshEnd;
}
