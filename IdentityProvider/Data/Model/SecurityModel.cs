using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class LoginFailureModel : IEntityTypeConfiguration<LoginFailure>
{
    public void Configure(EntityTypeBuilder<LoginFailure> builder)
    {
        builder.ToTable("LoginFailures");
        builder.HasKey(failure => failure.Key);
        builder.Property(failure => failure.Key).HasMaxLength(Lengths.Identifier);
        builder.HasIndex(failure => failure.WindowStart);
    }
}

internal sealed class AuditEventModel : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("AuditEvents");
        builder.Property(what => what.Name).HasMaxLength(Lengths.Word);
        builder.Property(what => what.ClientId).HasMaxLength(Lengths.Identifier);
        builder.Property(what => what.ActorType).HasMaxLength(Lengths.Word);
        builder.Property(what => what.ActorId).HasMaxLength(Lengths.Identifier);
        builder.Property(what => what.TargetType).HasMaxLength(Lengths.Word);
        builder.Property(what => what.TargetId).HasMaxLength(Lengths.Identifier);
        builder.Property(what => what.Address).HasMaxLength(Lengths.NetworkAddress);
        builder.Property(what => what.Detail).HasMaxLength(Lengths.Sentence);
        builder.HasIndex(what => what.At);
        builder.HasIndex(what => what.UserId);
    }
}
