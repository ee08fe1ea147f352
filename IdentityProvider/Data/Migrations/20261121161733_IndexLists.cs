using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityProvider.Data.Migrations
{
    /// <inheritdoc />
    public partial class IndexLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_CreatedAt",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Messages_CreatedAt",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_AbuseDecisions_FirstAt",
                table: "AbuseDecisions");

            migrationBuilder.CreateIndex(
                name: "IX_Users_List",
                table: "Users",
                columns: new[] { "CreatedAt", "Id", "IsActive", "FullName", "NormalizedEmail", "PhoneNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CreatedAt_Id",
                table: "Messages",
                columns: new[] { "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_State_CreatedAt_Id",
                table: "Messages",
                columns: new[] { "State", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Messages_To_CreatedAt_Id",
                table: "Messages",
                columns: new[] { "To", "CreatedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_FirstAt_Id",
                table: "AbuseDecisions",
                columns: new[] { "FirstAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_Kind_FirstAt_Id",
                table: "AbuseDecisions",
                columns: new[] { "Kind", "FirstAt", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_List",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_Messages_CreatedAt_Id",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_State_CreatedAt_Id",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_Messages_To_CreatedAt_Id",
                table: "Messages");

            migrationBuilder.DropIndex(
                name: "IX_AbuseDecisions_FirstAt_Id",
                table: "AbuseDecisions");

            migrationBuilder.DropIndex(
                name: "IX_AbuseDecisions_Kind_FirstAt_Id",
                table: "AbuseDecisions");

            migrationBuilder.CreateIndex(
                name: "IX_Users_CreatedAt",
                table: "Users",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Messages_CreatedAt",
                table: "Messages",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_AbuseDecisions_FirstAt",
                table: "AbuseDecisions",
                column: "FirstAt");
        }
    }
}
