using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class SessionModel : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("Sessions");
        builder.Property(session => session.Id).HasMaxLength(Lengths.Identifier);
        builder.Property(session => session.ClientId).HasMaxLength(Lengths.Identifier);
        builder.Property(session => session.EndReason).HasMaxLength(Lengths.Word);
        builder.Property(session => session.Address).HasMaxLength(Lengths.NetworkAddress);
        builder.Property(session => session.UserAgent).HasMaxLength(Lengths.UserAgent);
        builder.Property(session => session.Amr).HasMaxLength(Lengths.Word);
        builder.Property(session => session.Acr).HasMaxLength(Lengths.Identifier);

        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.UserId);
        // The live ones are counted by one of these and no rows, on SQLite by the first, on PostgreSQL by the second; the old ones are removed by both.
        builder.HasIndex(session => new { session.EndedAt, session.ExpiresAt, session.Id });
        builder.HasIndex(session => new { session.ExpiresAt, session.EndedAt });
    }
}
