using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LookupLogs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "log",
                table: "featurestore_verifications",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "featurestore_lookup_logs",
                columns: table => new
                {
                    log = table.Column<string>(type: "TEXT", nullable: false),
                    first = table.Column<long>(type: "INTEGER", nullable: false),
                    end = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_lookup_logs", x => x.log);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_lookup_logs");

            migrationBuilder.DropColumn(
                name: "log",
                table: "featurestore_verifications");
        }
    }
}
