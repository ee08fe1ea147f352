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
        builder.Property(what => what.Hash).HasMaxLength(Lengths.Hash);
        // Many rows have none for a moment: both databases take nulls for different from one another.
        builder.HasIndex(what => what.Sequence).IsUnique();

        // What lists are filtered by, each in its order: the newest first.
        builder.HasIndex(what => new { what.At, what.Id });
        builder.HasIndex(what => new { what.Name, what.At, what.Id });
        builder.HasIndex(what => new { what.UserId, what.At, what.Id });
        builder.HasIndex(what => new { what.ClientId, what.At, what.Id });
        builder.HasIndex(what => new { what.ActorId, what.At, what.Id });
        builder.HasIndex(what => new { what.TargetType, what.TargetId, what.At, what.Id });
    }
}

internal sealed class AuditChainModel : IEntityTypeConfiguration<AuditChain>
{
    public void Configure(EntityTypeBuilder<AuditChain> builder)
    {
        builder.ToTable("AuditChain");
        builder.Property(chain => chain.Id).ValueGeneratedNever();
        builder.Property(chain => chain.Hash).HasMaxLength(Lengths.Hash);
        builder.Property(chain => chain.CutHash).HasMaxLength(Lengths.Hash);
    }
}

internal sealed class SignInAttemptModel : IEntityTypeConfiguration<SignInAttempt>
{
    public void Configure(EntityTypeBuilder<SignInAttempt> builder)
    {
        builder.ToTable("SignInAttempts");
        builder.Property(attempt => attempt.Key).HasMaxLength(Lengths.Hash);
        builder.Property(attempt => attempt.Outcome).HasMaxLength(Lengths.Word);
        builder.Property(attempt => attempt.Method).HasMaxLength(Lengths.Word);
        builder.Property(attempt => attempt.ClientId).HasMaxLength(Lengths.Identifier);
        builder.Property(attempt => attempt.Address).HasMaxLength(Lengths.NetworkAddress);
        builder.Property(attempt => attempt.UserAgent).HasMaxLength(Lengths.UserAgent);
        builder.HasIndex(attempt => attempt.Key).IsUnique();
        builder.HasIndex(attempt => new { attempt.UserId, attempt.At });
        // With what the overview adds up, so that it looks at the index alone.
        builder.HasIndex(attempt => new { attempt.At, attempt.Outcome, attempt.Times });
    }
}
