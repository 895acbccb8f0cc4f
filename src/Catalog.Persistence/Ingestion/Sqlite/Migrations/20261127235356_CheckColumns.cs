using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.Ingestion.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CheckColumns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "checked",
                table: "ingestion_checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "outcome",
                table: "ingestion_checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "violations",
                table: "ingestion_checks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_checks_source_rule_outcome_at",
                table: "ingestion_checks",
                columns: new[] { "source", "rule", "outcome", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ingestion_checks_source_rule_outcome_at",
                table: "ingestion_checks");

            migrationBuilder.DropColumn(
                name: "checked",
                table: "ingestion_checks");

            migrationBuilder.DropColumn(
                name: "outcome",
                table: "ingestion_checks");

            migrationBuilder.DropColumn(
                name: "violations",
                table: "ingestion_checks");
        }
    }
}
