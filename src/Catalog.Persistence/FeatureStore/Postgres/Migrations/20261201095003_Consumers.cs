using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
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
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_consumers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_consumer_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    consumer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    prefix = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    last_used_at = table.Column<long>(type: "bigint", nullable: true)
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
