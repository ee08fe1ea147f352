using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class CodeCountModel : IEntityTypeConfiguration<CodeCount>
{
    public void Configure(EntityTypeBuilder<CodeCount> builder)
    {
        builder.ToTable("CodeCounts");
        builder.HasKey(count => new { count.Key, count.Start });
        builder.Property(count => count.Key).HasMaxLength(Lengths.Identifier);
        builder.Property(count => count.Countries).HasMaxLength(Lengths.Sentence);
        builder.HasIndex(count => count.ExpiresAt);
    }
}

internal sealed class AbuseDecisionModel : IEntityTypeConfiguration<AbuseDecision>
{
    public void Configure(EntityTypeBuilder<AbuseDecision> builder)
    {
        builder.ToTable("AbuseDecisions");
        builder.Property(decision => decision.Key).HasMaxLength(Lengths.Identifier);
        builder.Property(decision => decision.Kind).HasMaxLength(Lengths.Word);
        builder.Property(decision => decision.Counter).HasMaxLength(Lengths.Identifier);
        builder.Property(decision => decision.Purpose).HasMaxLength(Lengths.Word);
        builder.Property(decision => decision.Phone).HasMaxLength(Lengths.Phone);
        builder.Property(decision => decision.Network).HasMaxLength(Lengths.NetworkAddress);
        builder.HasIndex(decision => decision.Key).IsUnique();
        builder.HasIndex(decision => new { decision.FirstAt, decision.Id });
        builder.HasIndex(decision => new { decision.Kind, decision.FirstAt, decision.Id });
        builder.HasIndex(decision => decision.ExpiresAt);
    }
}
