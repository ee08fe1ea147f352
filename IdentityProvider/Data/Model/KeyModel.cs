using IdentityProvider.Protocol.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class SigningKeyModel : IEntityTypeConfiguration<StoredKey>
{
    public void Configure(EntityTypeBuilder<StoredKey> builder)
    {
        builder.ToTable("SigningKeys");
        builder.HasKey(key => key.KeyId);
        builder.Property(key => key.KeyId).HasMaxLength(Lengths.Identifier);
        builder.Property(key => key.Algorithm).HasMaxLength(Lengths.Word);

        // Of two nodes that rotate at once, one wins.
        builder.HasIndex(key => new { key.Algorithm, key.Generation }).IsUnique();
    }
}

internal sealed class DataProtectionKeyModel : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("DataProtectionKeys");
        builder.Property(key => key.FriendlyName).HasMaxLength(Lengths.Identifier);
    }
}
