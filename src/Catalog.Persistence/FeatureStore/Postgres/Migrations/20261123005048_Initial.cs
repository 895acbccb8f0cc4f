using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_offline_views",
                columns: table => new
                {
                    view = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_offline_views", x => new { x.view, x.version });
                });

            migrationBuilder.CreateTable(
                name: "featurestore_training_sets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_training_sets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_offline_files",
                columns: table => new
                {
                    view = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    partition = table.Column<int>(type: "integer", nullable: false),
                    first_sequence = table.Column<long>(type: "bigint", nullable: false),
                    end_sequence = table.Column<long>(type: "bigint", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    row_count = table.Column<long>(type: "bigint", nullable: false),
                    byte_count = table.Column<long>(type: "bigint", nullable: false),
                    min_event_time = table.Column<long>(type: "bigint", nullable: false),
                    max_event_time = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_offline_files", x => new { x.view, x.version, x.partition, x.first_sequence });
                    table.ForeignKey(
                        name: "FK_featurestore_offline_files_featurestore_offline_views_view_~",
                        columns: x => new { x.view, x.version },
                        principalTable: "featurestore_offline_views",
                        principalColumns: new[] { "view", "version" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_training_sets_name",
                table: "featurestore_training_sets",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_training_sets_state",
                table: "featurestore_training_sets",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_offline_files");

            migrationBuilder.DropTable(
                name: "featurestore_training_sets");

            migrationBuilder.DropTable(
                name: "featurestore_offline_views");
        }
    }
}
