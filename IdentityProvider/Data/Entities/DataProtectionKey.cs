namespace IdentityProvider.Data.Entities;

/// <summary>A key (or a revocation) of ASP.NET Core data protection, shared by all nodes.</summary>
public sealed class DataProtectionKey
{
    public required Guid Id { get; set; }

    /// <summary>What data protection calls it, for people who look at the table.</summary>
    public required string FriendlyName { get; set; }

    public required string Xml { get; set; }
}
