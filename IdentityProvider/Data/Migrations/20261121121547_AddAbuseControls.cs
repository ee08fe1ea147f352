using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityProvider.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAbuseControls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CountedCodes",
                table: "OneTimeCodes",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "CountedFor",
                table: "OneTimeCodes",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AbuseDecisions",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Key = table.Column<string>(maxLength: 200, nullable: false),
                    Kind = table.Column<string>(maxLength: 64, nullable: false),
                    Counter = table.Column<string>(maxLength: 200, nullable: false),
                    Value = table.Column<int>(nullable: false),
                    Limit = table.Column<int>(nullable: false),
                    Purpose = table.Column<string>(maxLength: 64, nullable: false),
                    Phone = table.Column<string>(maxLength: 32, nullable: true),
                    Network = table.Column<string>(maxLength: 64, nullable: false),
                    FirstAt = table.Column<long>(nullable: false),
                    LastAt = table.Column<long>(nullable: false),
                    Times = table.Column<int>(nullable: false),
                    ExpiresAt = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AbuseDecisions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CodeCounts",
                columns: table => new
                {
                    Key = table.Column<string>(maxLength: 200, nullable: false),
                    Start = table.Column<long>(nullable: false),
                    Codes = table.Column<int>(nullable: false),
                    Verified = table.Column<int>(nullable: false),
                    Countries = table.Column<string>(maxLength: 1000, nullable: true),
                    Told = table.Column<bool>(nullable: false),
                    ExpiresAt = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CodeCounts", x => new { x.Key, x.Start });
                });

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_ExpiresAt",
                table: "AbuseDecisions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_FirstAt",
                table: "AbuseDecisions",
                column: "FirstAt");

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_Key",
                table: "AbuseDecisions",
                column: "Key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CodeCounts_ExpiresAt",
                table: "CodeCounts",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AbuseDecisions");

            migrationBuilder.DropTable(
                name: "CodeCounts");

            migrationBuilder.DropColumn(
                name: "CountedCodes",
                table: "OneTimeCodes");

            migrationBuilder.DropColumn(
                name: "CountedFor",
                table: "OneTimeCodes");
        }
    }
}
