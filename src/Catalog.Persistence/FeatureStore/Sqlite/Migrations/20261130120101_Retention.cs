using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "horizon_sequence",
                table: "featurestore_offline_views",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "horizon_time",
                table: "featurestore_offline_views",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "featurestore_replaced_files",
                columns: table => new
                {
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    replaced_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_replaced_files", x => x.path);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_replaced_files");

            migrationBuilder.DropColumn(
                name: "horizon_sequence",
                table: "featurestore_offline_views");

            migrationBuilder.DropColumn(
                name: "horizon_time",
                table: "featurestore_offline_views");
        }
    }
}
