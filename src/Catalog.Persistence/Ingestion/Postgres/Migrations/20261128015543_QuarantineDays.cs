using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.Ingestion.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class QuarantineDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "arrival_day",
                table: "ingestion_quarantine",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "event_day",
                table: "ingestion_quarantine",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Whole days below the time, also before 1970; both engines divide towards zero.
            migrationBuilder.Sql(
                """
                UPDATE ingestion_quarantine SET
                    arrival_day = (arrival_time - ((arrival_time % 86400000000) + 86400000000) % 86400000000) / 86400000000,
                    event_day = (COALESCE(event_time, arrival_time) - ((COALESCE(event_time, arrival_time) % 86400000000) + 86400000000) % 86400000000) / 86400000000
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_quarantine_source_id",
                table: "ingestion_quarantine",
                columns: new[] { "source", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ingestion_quarantine_source_id",
                table: "ingestion_quarantine");

            migrationBuilder.DropColumn(
                name: "arrival_day",
                table: "ingestion_quarantine");

            migrationBuilder.DropColumn(
                name: "event_day",
                table: "ingestion_quarantine");
        }
    }
}
