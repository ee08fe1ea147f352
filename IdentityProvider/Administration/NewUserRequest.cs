namespace IdentityProvider.Administration;

/// <summary>An account that somebody makes for another person, as it was typed.</summary>
public sealed record NewUserRequest(string? Phone, string? Email, string? FullName, string? Role);
