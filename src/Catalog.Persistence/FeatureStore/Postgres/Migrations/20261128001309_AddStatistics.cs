using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AddStatistics : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_statistics",
                columns: table => new
                {
                    view = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_statistics", x => new { x.view, x.day });
                });

            migrationBuilder.CreateIndex(
                name: "IX_featurestore_statistics_day",
                table: "featurestore_statistics",
                column: "day");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_statistics");
        }
    }
}
