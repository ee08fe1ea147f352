using IdentityProvider.Protocol.Grants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class GrantModel : IEntityTypeConfiguration<PersistedGrant>
{
    public void Configure(EntityTypeBuilder<PersistedGrant> builder)
    {
        builder.ToTable("Grants");
        builder.HasKey(grant => new { grant.Type, grant.Key });
        builder.Property(grant => grant.Type).HasMaxLength(Lengths.Word);
        builder.Property(grant => grant.Key).HasMaxLength(Lengths.Identifier);
        builder.Property(grant => grant.ClientId).HasMaxLength(Lengths.Identifier);
        builder.Property(grant => grant.Subject).HasMaxLength(Lengths.Identifier);
        builder.Property(grant => grant.SessionId).HasMaxLength(Lengths.Identifier);
        builder.Property(grant => grant.GrantId).HasMaxLength(Lengths.Identifier);

        builder.HasIndex(grant => grant.Subject);
        builder.HasIndex(grant => grant.SessionId);
        builder.HasIndex(grant => grant.GrantId);
        builder.HasIndex(grant => grant.ExpiresAt);
        // With the type, so that SQLite doesn't take it where a subject or a session is asked for beside the client.
        builder.HasIndex(grant => new { grant.ClientId, grant.Type });
    }
}
