using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class OneTimeCodeModel : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> builder)
    {
        builder.ToTable("OneTimeCodes");
        builder.Property(code => code.ClaimKey).HasMaxLength(Lengths.Identifier);
        builder.Property(code => code.Phone).HasMaxLength(Lengths.Phone);
        builder.Property(code => code.Purpose).HasMaxLength(Lengths.Word);
        builder.Property(code => code.RememberHash).HasMaxLength(Lengths.Hash);
        builder.Property(code => code.CodeHash).HasMaxLength(Lengths.Hash);
        builder.Property(code => code.KeyId).HasMaxLength(Lengths.Identifier);
        builder.Property(code => code.VerifyHash).HasMaxLength(Lengths.Hash);
        builder.Property(code => code.CountedFor).HasMaxLength(Lengths.NetworkAddress);

        builder.HasOne<User>().WithMany().HasForeignKey(code => code.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(code => code.ClaimKey).IsUnique();
        builder.HasIndex(code => code.RememberHash);
        builder.HasIndex(code => code.VerifyHash);
        builder.HasIndex(code => code.UserId);
        builder.HasIndex(code => code.CreatedAt);
    }
}

internal sealed class OneTimeCodeLimitModel : IEntityTypeConfiguration<OneTimeCodeLimit>
{
    public void Configure(EntityTypeBuilder<OneTimeCodeLimit> builder)
    {
        builder.ToTable("OneTimeCodeLimits");
        builder.HasKey(limit => new { limit.Phone, limit.Purpose, limit.Day });
        builder.Property(limit => limit.Phone).HasMaxLength(Lengths.Phone);
        builder.Property(limit => limit.Purpose).HasMaxLength(Lengths.Word);
        builder.HasIndex(limit => limit.Day);
    }
}
