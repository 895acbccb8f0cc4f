using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Erasures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_erasure_salts",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    salt = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_erasure_salts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_erasures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_erasures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_tombstones",
                columns: table => new
                {
                    erasure = table.Column<Guid>(type: "uuid", nullable: false),
                    join_keys = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    through = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_tombstones", x => x.erasure);
                });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_erasures_state",
                table: "featurestore_erasures",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_erasure_salts");

            migrationBuilder.DropTable(
                name: "featurestore_erasures");

            migrationBuilder.DropTable(
                name: "featurestore_tombstones");
        }
    }
}
