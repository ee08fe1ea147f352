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
        builder.HasIndex(message => message.CreatedAt);
        builder.HasIndex(message => message.NextAttemptAt);
    }
}
