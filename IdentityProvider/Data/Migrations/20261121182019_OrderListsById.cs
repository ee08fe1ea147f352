using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IdentityProvider.Data.Migrations
{
    /// <inheritdoc />
    public partial class OrderListsById : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_List",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_UserRoles_RoleId",
                table: "UserRoles");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_EndedAt",
                table: "Sessions");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ActorId_At",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_At",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ClientId_At",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_Name_At",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_TargetType_TargetId_At",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_UserId_At",
                table: "AuditEvents");

            migrationBuilder.CreateIndex(
                name: "IX_Users_List",
                table: "Users",
                columns: new[] { "Id", "IsActive", "FullName", "NormalizedEmail", "PhoneNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_UserRoles_RoleId_UserId",
                table: "UserRoles",
                columns: new[] { "RoleId", "UserId" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_EndedAt_ExpiresAt_Id",
                table: "Sessions",
                columns: new[] { "EndedAt", "ExpiresAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ActorId_At_Id",
                table: "AuditEvents",
                columns: new[] { "ActorId", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_At_Id",
                table: "AuditEvents",
                columns: new[] { "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ClientId_At_Id",
                table: "AuditEvents",
                columns: new[] { "ClientId", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Name_At_Id",
                table: "AuditEvents",
                columns: new[] { "Name", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_TargetType_TargetId_At_Id",
                table: "AuditEvents",
                columns: new[] { "TargetType", "TargetId", "At", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_UserId_At_Id",
                table: "AuditEvents",
                columns: new[] { "UserId", "At", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Users_List",
                table: "Users");

            migrationBuilder.DropIndex(
                name: "IX_UserRoles_RoleId_UserId",
                table: "UserRoles");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_EndedAt_ExpiresAt_Id",
                table: "Sessions");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ActorId_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ClientId_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_Name_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_TargetType_TargetId_At_Id",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_UserId_At_Id",
                table: "AuditEvents");

            migrationBuilder.CreateIndex(
                name: "IX_Users_List",
                table: "Users",
                columns: new[] { "CreatedAt", "Id", "IsActive", "FullName", "NormalizedEmail", "PhoneNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_UserRoles_RoleId",
                table: "UserRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_EndedAt",
                table: "Sessions",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ActorId_At",
                table: "AuditEvents",
                columns: new[] { "ActorId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_At",
                table: "AuditEvents",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ClientId_At",
                table: "AuditEvents",
                columns: new[] { "ClientId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Name_At",
                table: "AuditEvents",
                columns: new[] { "Name", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_TargetType_TargetId_At",
                table: "AuditEvents",
                columns: new[] { "TargetType", "TargetId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_UserId_At",
                table: "AuditEvents",
                columns: new[] { "UserId", "At" });
        }
    }
}
