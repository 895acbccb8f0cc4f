using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Sqlite.Migrations
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
                    view = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_offline_views", x => new { x.view, x.version });
                });

            migrationBuilder.CreateTable(
                name: "featurestore_training_sets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_training_sets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "featurestore_offline_files",
                columns: table => new
                {
                    view = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    partition = table.Column<int>(type: "INTEGER", nullable: false),
                    first_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    end_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    row_count = table.Column<long>(type: "INTEGER", nullable: false),
                    byte_count = table.Column<long>(type: "INTEGER", nullable: false),
                    min_event_time = table.Column<long>(type: "INTEGER", nullable: false),
                    max_event_time = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_offline_files", x => new { x.view, x.version, x.partition, x.first_sequence });
                    table.ForeignKey(
                        name: "FK_featurestore_offline_files_featurestore_offline_views_view_version",
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
