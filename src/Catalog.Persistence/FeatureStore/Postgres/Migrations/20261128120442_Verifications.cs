using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Verifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_one_sided_keys",
                columns: table => new
                {
                    view = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_one_sided_keys", x => new { x.view, x.version, x.key });
                });

            migrationBuilder.CreateTable(
                name: "featurestore_verifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    is_scheduled = table.Column<bool>(type: "boolean", nullable: false),
                    end = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_verifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_agreements",
                columns: table => new
                {
                    verification_id = table.Column<Guid>(type: "uuid", nullable: false),
                    view = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    compared = table.Column<long>(type: "bigint", nullable: false),
                    differences = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_agreements", x => new { x.verification_id, x.view, x.version });
                    table.ForeignKey(
                        name: "FK_featurestore_agreements_featurestore_verifications_verifica~",
                        column: x => x.verification_id,
                        principalTable: "featurestore_verifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_agreements_view_at",
                table: "featurestore_agreements",
                columns: new[] { "view", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_verifications_state",
                table: "featurestore_verifications",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_agreements");

            migrationBuilder.DropTable(
                name: "featurestore_one_sided_keys");

            migrationBuilder.DropTable(
                name: "featurestore_verifications");
        }
    }
}
