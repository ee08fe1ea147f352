using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class MessageModel : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("Messages");
        builder.Property(message => message.Channel).HasMaxLength(Lengths.Word);
        builder.Property(message => message.To).HasMaxLength(Lengths.Email);
        builder.Property(message => message.State).HasMaxLength(Lengths.Word);
        builder.Property(message => message.Sender).HasMaxLength(Lengths.Word);
        builder.Property(message => message.VendorId).HasMaxLength(Lengths.Identifier);
        builder.Property(message => message.Failure).HasMaxLength(Lengths.Identifier);
        // The list in its order: of all, of a state, to somebody.
        builder.HasIndex(message => new { message.CreatedAt, message.Id });
        builder.HasIndex(message => new { message.State, message.CreatedAt, message.Id });
        builder.HasIndex(message => new { message.To, message.CreatedAt, message.Id });
        builder.HasIndex(message => new { message.Sender, message.VendorId });
        builder.HasIndex(message => new { message.Channel, message.NextAttemptAt });
    }
}
