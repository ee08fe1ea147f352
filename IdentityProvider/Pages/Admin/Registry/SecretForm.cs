using IdentityProvider.Data.Clients;

namespace IdentityProvider.Pages.Admin.Registry;

/// <summary>The form that makes a new secret of a client or an API.</summary>
/// <param name="Address">Where it is sent.</param>
/// <param name="Back">The page about whose secret it is.</param>
/// <param name="Secrets">Those that there are, the newest first.</param>
/// <param name="Overlap">How long the newest of them stays valid: one of <see cref="Overlaps"/>.</param>
public sealed record SecretForm(string Address, string Back, IReadOnlyList<SecretDates> Secrets, string? Overlap);
