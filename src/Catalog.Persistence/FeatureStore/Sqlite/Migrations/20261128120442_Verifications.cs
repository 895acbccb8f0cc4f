using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Sqlite.Migrations
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
                    view = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_one_sided_keys", x => new { x.view, x.version, x.key });
                });

            migrationBuilder.CreateTable(
                name: "featurestore_verifications",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    is_scheduled = table.Column<bool>(type: "INTEGER", nullable: false),
                    end = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_verifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_agreements",
                columns: table => new
                {
                    verification_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    view = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    compared = table.Column<long>(type: "INTEGER", nullable: false),
                    differences = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_agreements", x => new { x.verification_id, x.view, x.version });
                    table.ForeignKey(
                        name: "FK_featurestore_agreements_featurestore_verifications_verification_id",
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
