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
        builder.HasIndex(message => message.CreatedAt);
        builder.HasIndex(message => new { message.Sender, message.VendorId });
        builder.HasIndex(message => new { message.Channel, message.NextAttemptAt });
    }
}
