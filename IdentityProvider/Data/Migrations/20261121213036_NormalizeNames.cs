using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityProvider.Data.Migrations
{
    /// <inheritdoc />
    public partial class NormalizeNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_List",
                table: "Users");

            migrationBuilder.AddColumn<string>(
                name: "NormalizedFullName",
                table: "Users",
                maxLength: 200,
                nullable: true);

            // Every database knows the letters of ASCII, which have a byte each; NormalizedNames sees to the other names.
            var bytes = migrationBuilder.IsSqlite() ? """length(CAST("FullName" AS BLOB))""" : """octet_length("FullName")""";
            migrationBuilder.Sql($"""UPDATE "Users" SET "NormalizedFullName" = upper("FullName") WHERE length("FullName") = {bytes}""");

            migrationBuilder.CreateIndex(
                name: "IX_Users_List",
                table: "Users",
                columns: new[] { "Id", "IsActive", "NormalizedFullName", "NormalizedEmail", "PhoneNumber" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_List",
                table: "Users");

            migrationBuilder.DropColumn(
                name: "NormalizedFullName",
                table: "Users");

            migrationBuilder.CreateIndex(
                name: "IX_Users_List",
                table: "Users",
                columns: new[] { "Id", "IsActive", "FullName", "NormalizedEmail", "PhoneNumber" });
        }
    }
}
