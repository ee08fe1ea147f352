using Microsoft.AspNetCore.Identity;

namespace IdentityProvider.Data.Entities;

/// <summary>What a user may do, by name: <c>user</c>, <c>admin</c>, <c>superAdmin</c> and those of the account policy.</summary>
public sealed class Role : IdentityRole<Guid>;
