using IdentityProvider.Accounts;

namespace IdentityProvider.Pages.Codes;

/// <summary>A code that this browser asked for.</summary>
/// <param name="Purpose">One of <see cref="Accounts.Codes.CodePurposes"/>.</param>
/// <param name="Phone">Where it went.</param>
/// <param name="Ticket">What must come with it.</param>
/// <param name="Proof">What the right code brought; null until it was entered.</param>
public sealed record CodeInProgress(string Purpose, string Phone, CodeTicket Ticket, string? Proof = null);
