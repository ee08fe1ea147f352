using System.Text.Json.Serialization;
using IdentityProvider.Accounts;

namespace IdentityProvider.Api;

/// <summary>An account that was just made.</summary>
/// <param name="UserId">Its identifier.</param>
/// <param name="Phone">The number to prove; null: none was given.</param>
/// <param name="Email">The address to prove; null: none was given.</param>
internal sealed record Registered(Guid UserId, ClaimedPhone? Phone, ClaimedEmail? Email);

/// <summary>A number that an account claims.</summary>
/// <param name="Value">E.164.</param>
/// <param name="Verified">Whether it is proven.</param>
/// <param name="RememberToken">What must come with the code.</param>
/// <param name="ExpiresAt">Until when the code can be redeemed; null: none is out now.</param>
/// <param name="ResendAt">When another can be asked for.</param>
internal sealed record ClaimedPhone(string Value, bool Verified, string? RememberToken, DateTimeOffset? ExpiresAt, DateTimeOffset? ResendAt);

/// <summary>An e-mail address that an account claims, or owns.</summary>
/// <param name="Value">As it was typed.</param>
/// <param name="Verified">Whether it is proven.</param>
internal sealed record ClaimedEmail(string Value, bool Verified);

/// <summary>A code was right.</summary>
/// <param name="VerifyToken">The proof of it, for what the code was asked for.</param>
/// <param name="ExpiresAt">Until when the proof is good.</param>
internal sealed record VerifiedCode(string VerifyToken, DateTimeOffset ExpiresAt);

/// <summary>An e-mail address was proven.</summary>
/// <param name="Email">The address.</param>
/// <param name="Verified">That it is.</param>
internal sealed record ConfirmedEmail(string Email, bool Verified);

/// <summary>The password is forgotten: a code is on its way to the phone; where it is a link to the e-mail address, nothing is to be told.</summary>
internal sealed record ForgottenPassword
{
    /// <summary>What must come with the code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RememberToken { get; init; }

    /// <summary>Until when the code can be redeemed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When another can be asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ResendAt { get; init; }

    public static ForgottenPassword Of(CodeTicket ticket) =>
        new() { RememberToken = ticket.RememberToken, ExpiresAt = ticket.ExpiresAt, ResendAt = ticket.ResendAt };
}

/// <summary>A place where the caller is signed in.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="ClientId">The client; null: a browser.</param>
/// <param name="CreatedAt">When they signed in.</param>
/// <param name="LastSeenAt">When it was last used, to five minutes.</param>
/// <param name="Address">From which network address.</param>
/// <param name="UserAgent">With which program.</param>
/// <param name="IsActive">Whether it lives; a list has only such.</param>
/// <param name="IsCurrent">Whether the caller's token is of it.</param>
internal sealed record SessionEntry(
    string Id, string? ClientId, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string? Address, string? UserAgent, bool IsActive, bool IsCurrent);

/// <summary>What somebody has allowed an app.</summary>
/// <param name="ClientId">The app.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="GivenAt">Since when.</param>
/// <param name="ExpiresAt">Until when it is not asked for again.</param>
internal sealed record ConsentEntry(string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset GivenAt, DateTimeOffset ExpiresAt);

/// <summary>Somebody is told how to set a new password.</summary>
/// <param name="Channel"><c>sms</c> or <c>email</c>.</param>
internal sealed record SentReset(string Channel);
