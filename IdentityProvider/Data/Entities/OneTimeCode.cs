namespace IdentityProvider.Data.Entities;

/// <summary>The one code that a claim on a phone number waits for, and the proof that it was given. Hashes only.</summary>
public sealed class OneTimeCode
{
    public required Guid Id { get; set; }

    /// <summary><c>phone|purpose|userid</c>, the last part empty where no account is concerned. Unique: one row a claim.</summary>
    public required string ClaimKey { get; set; }

    /// <summary>E.164, with the plus sign.</summary>
    public required string Phone { get; set; }

    public required string Purpose { get; set; }

    public Guid? UserId { get; set; }

    /// <summary>Hash of the token that ties the code to whoever asked for it.</summary>
    public required string RememberHash { get; set; }

    /// <summary>Keyed hash of the code; null: none is out now.</summary>
    public string? CodeHash { get; set; }

    /// <summary>Which of the server's keys <see cref="CodeHash"/> was made with.</summary>
    public string? KeyId { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the code stops working; null: none is out now.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? ConsumedAt { get; set; }

    /// <summary>Hash of the proof that a right code was given; null: it was not.</summary>
    public string? VerifyHash { get; set; }

    public DateTimeOffset? VerifyExpiresAt { get; set; }

    /// <summary>The network that the code was asked for from, to which it is given back when it is verified.</summary>
    public string? CountedFor { get; set; }

    /// <summary>How many codes that is: those of the same network and hour since the last right one.</summary>
    public int CountedCodes { get; set; }
}
