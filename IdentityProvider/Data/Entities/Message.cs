namespace IdentityProvider.Data.Entities;

/// <summary>A message on its way out, written in the same transaction as its cause.</summary>
public sealed class Message
{
    public required Guid Id { get; set; }

    /// <summary><c>sms</c> or <c>email</c>.</summary>
    public required string Channel { get; set; }

    /// <summary>The phone number or e-mail address.</summary>
    public required string To { get; set; }

    /// <summary>Subject, text, code and link as JSON, encrypted by data protection: a dump of the database tells no code.</summary>
    public required byte[] Protected { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>After this there is no point in sending it; null: it says of itself no end.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Until then it is sent, tried again and kept: until it expires, or a day if it says of itself no end.</summary>
    public DateTimeOffset EndsAt => ExpiresAt ?? CreatedAt + TimeSpan.FromDays(1);

    public DateTimeOffset? SentAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? State { get; set; }

    /// <summary>The name of the sender that took it; null: none has yet.</summary>
    public string? Sender { get; set; }

    /// <summary>Under which name the sender's vendor speaks of it; null: it gave none.</summary>
    public string? VendorId { get; set; }

    /// <summary>Why it was not taken, or not delivered, the last time; null: nothing went wrong.</summary>
    public string? Failure { get; set; }
}
