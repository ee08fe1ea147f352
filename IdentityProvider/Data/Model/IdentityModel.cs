using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IdentityProvider.Data.Model;

internal sealed class UserModel : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("Users");
        builder.Property(user => user.PhoneNumber).HasMaxLength(Lengths.Phone);
        builder.Property(user => user.OwnedPhone).HasMaxLength(Lengths.Phone);
        builder.Property(user => user.OwnedEmail).HasMaxLength(Lengths.Email);
        builder.Property(user => user.EmailStamp).HasMaxLength(Lengths.Hash);
        builder.Property(user => user.FullName).HasMaxLength(Lengths.Name);
        builder.Property(user => user.NormalizedFullName).HasMaxLength(Lengths.Name);
        builder.Property(user => user.Gender).HasMaxLength(Lengths.Word);
        builder.Property(user => user.Address).HasMaxLength(Lengths.Line);
        builder.Property(user => user.City).HasMaxLength(Lengths.Name);
        builder.Property(user => user.Locale).HasMaxLength(Lengths.Word);

        // Unique although most rows are null: both databases take nulls for different from one another.
        builder.HasIndex(user => user.OwnedPhone).IsUnique();
        builder.HasIndex(user => user.OwnedEmail).IsUnique();
        builder.HasIndex(user => user.PhoneNumber);
        builder.HasIndex(user => user.IsActive);

        // The order of the list with all that it is searched by: a search, and a count of what it finds, reads this index and not the rows.
        builder.HasIndex(user => new { user.Id, user.IsActive, user.NormalizedFullName, user.NormalizedEmail, user.PhoneNumber })
            .HasDatabaseName("IX_Users_List");
    }
}

internal sealed class RoleModel : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder) => builder.ToTable("Roles");
}

internal sealed class UserRoleModel : IEntityTypeConfiguration<IdentityUserRole<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserRole<Guid>> builder)
    {
        builder.ToTable("UserRoles");
        // Who has a role, in the order of the list of accounts.
        builder.HasIndex(row => new { row.RoleId, row.UserId });
    }
}

internal sealed class UserClaimModel : IEntityTypeConfiguration<IdentityUserClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("UserClaims");
}

internal sealed class UserLoginModel : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("UserLogins");
}

internal sealed class UserTokenModel : IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("UserTokens");
}

internal sealed class RoleClaimModel : IEntityTypeConfiguration<IdentityRoleClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityRoleClaim<Guid>> builder) => builder.ToTable("RoleClaims");
}
