using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Data.Entities;

/// <summary>
/// An account. <see cref="IdentityUser{TKey}.UserName"/> is the identifier as text: people sign in by phone or e-mail,
/// and several accounts may claim the same one until somebody proves it.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>
    /// The phone number, where this account owns it; else null. A unique index lies on it, so of two accounts that prove
    /// one number at the same instant exactly one succeeds.
    /// </summary>
    public string? OwnedPhone { get; set; }

    /// <summary>The normalized e-mail address, where this account owns it; else null. Unique like <see cref="OwnedPhone"/>.</summary>
    public string? OwnedEmail { get; set; }

    /// <summary>Random, and new whenever the address or its state changes: a mailed link is good only for the stamp it was made with.</summary>
    public string? EmailStamp { get; set; }

    public string? FullName
    {
        get;
        set => (field, NormalizedFullName) = (value, NormalizeName(value));
    }

    /// <summary>What <see cref="FullName"/> is searched by. Whoever writes the one column without an instance of this writes the other too.</summary>
    public string? NormalizedFullName { get; private set; }

    public DateOnly? DateOfBirth { get; set; }

    public string? Gender { get; set; }

    public string? Address { get; set; }

    public string? City { get; set; }

    /// <summary>The language the user chose, a BCP 47 tag.</summary>
    public string? Locale { get; set; }

    /// <summary>A deactivated account can't sign in, and its tokens don't count. Default: true.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>When the number was last proven. Numbers change hands, so a proof grows old.</summary>
    public DateTimeOffset? PhoneVerifiedAt { get; set; }

    /// <summary>A name, or a part of one, such that only the letters count and not whether they are large: not every database knows which belong together.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? NormalizeName(string? name) => name?.ToUpperInvariant();
}
