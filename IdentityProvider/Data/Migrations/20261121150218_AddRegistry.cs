using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityProvider.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddRegistry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RegistryEntries",
                columns: table => new
                {
                    Kind = table.Column<string>(maxLength: 64, nullable: false),
                    Name = table.Column<string>(maxLength: 200, nullable: false),
                    Content = table.Column<string>(nullable: false),
                    CreatedAt = table.Column<long>(nullable: false),
                    UpdatedAt = table.Column<long>(nullable: false),
                    Version = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistryEntries", x => new { x.Kind, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "RegistryState",
                columns: table => new
                {
                    Id = table.Column<int>(nullable: false),
                    Version = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistryState", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RegistrySecrets",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Kind = table.Column<string>(maxLength: 64, nullable: false),
                    Owner = table.Column<string>(maxLength: 200, nullable: false),
                    Hash = table.Column<string>(maxLength: 128, nullable: false),
                    CreatedAt = table.Column<long>(nullable: false),
                    ExpiresAt = table.Column<long>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RegistrySecrets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RegistrySecrets_RegistryEntries_Kind_Owner",
                        columns: x => new { x.Kind, x.Owner },
                        principalTable: "RegistryEntries",
                        principalColumns: new[] { "Kind", "Name" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "RegistryState",
                columns: new[] { "Id", "Version" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "IX_RegistrySecrets_Kind_Owner",
                table: "RegistrySecrets",
                columns: new[] { "Kind", "Owner" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RegistrySecrets");

            migrationBuilder.DropTable(
                name: "RegistryState");

            migrationBuilder.DropTable(
                name: "RegistryEntries");
        }
    }
}
