using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Consumers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_consumers",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_consumers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_consumer_keys",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    consumer = table.Column<string>(type: "TEXT", nullable: false),
                    prefix = table.Column<string>(type: "TEXT", nullable: false),
                    digest = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_consumer_keys", x => x.id);
                    table.ForeignKey(
                        name: "FK_featurestore_consumer_keys_featurestore_consumers_consumer",
                        column: x => x.consumer,
                        principalTable: "featurestore_consumers",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_consumer_keys_consumer",
                table: "featurestore_consumer_keys",
                column: "consumer");

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_consumer_keys_digest",
                table: "featurestore_consumer_keys",
                column: "digest",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_consumer_keys");

            migrationBuilder.DropTable(
                name: "featurestore_consumers");
        }
    }
}
