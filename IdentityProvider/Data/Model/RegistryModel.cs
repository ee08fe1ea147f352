using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class RegistryEntryModel : IEntityTypeConfiguration<RegistryEntry>
{
    public void Configure(EntityTypeBuilder<RegistryEntry> builder)
    {
        builder.ToTable("RegistryEntries");
        builder.HasKey(entry => new { entry.Kind, entry.Name });
        builder.Property(entry => entry.Kind).HasMaxLength(Lengths.Word);
        builder.Property(entry => entry.Name).HasMaxLength(Lengths.Identifier);
    }
}

internal sealed class RegistrySecretModel : IEntityTypeConfiguration<RegistrySecret>
{
    public void Configure(EntityTypeBuilder<RegistrySecret> builder)
    {
        builder.ToTable("RegistrySecrets");
        builder.Property(secret => secret.Kind).HasMaxLength(Lengths.Word);
        builder.Property(secret => secret.Owner).HasMaxLength(Lengths.Identifier);
        builder.Property(secret => secret.Hash).HasMaxLength(Lengths.Hash);

        // A secret goes with its owner.
        builder.HasOne<RegistryEntry>().WithMany().HasForeignKey(secret => new { secret.Kind, secret.Owner });
    }
}

internal sealed class RegistryStateModel : IEntityTypeConfiguration<RegistryState>
{
    public void Configure(EntityTypeBuilder<RegistryState> builder)
    {
        builder.ToTable("RegistryState");
        builder.Property(state => state.Id).ValueGeneratedNever();
        builder.HasData(new RegistryState { Id = RegistryState.OnlyId, Version = 1 });
    }
}
