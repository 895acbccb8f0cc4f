using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Catalog.Persistence.Ingestion.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ingestion_checks",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rule = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_checks", x => new { x.run_id, x.source, x.rule });
                });

            migrationBuilder.CreateTable(
                name: "ingestion_claims",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    record_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_claims", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_jobs",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    has_ended = table.Column<bool>(type: "boolean", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_jobs", x => x.run_id);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_origins",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_origins", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_quarantine",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    origin_id = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    record_number = table.Column<long>(type: "bigint", nullable: false),
                    line_number = table.Column<long>(type: "bigint", nullable: false),
                    byte_offset = table.Column<long>(type: "bigint", nullable: false),
                    raw = table.Column<byte[]>(type: "bytea", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    violations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    arrival_time = table.Column<long>(type: "bigint", nullable: false),
                    event_time = table.Column<long>(type: "bigint", nullable: true),
                    contract = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    contract_version = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true),
                    resolved_by = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_quarantine", x => x.id);
                    table.ForeignKey(
                        name: "FK_ingestion_quarantine_ingestion_origins_origin_id",
                        column: x => x.origin_id,
                        principalTable: "ingestion_origins",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_reasons",
                columns: table => new
                {
                    event_id = table.Column<long>(type: "bigint", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ingestion_reasons", x => new { x.event_id, x.rule });
                    table.ForeignKey(
                        name: "FK_ingestion_reasons_ingestion_quarantine_event_id",
                        column: x => x.event_id,
                        principalTable: "ingestion_quarantine",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_checks_source_at",
                table: "ingestion_checks",
                columns: new[] { "source", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_claims_source_fingerprint_record_number",
                table: "ingestion_claims",
                columns: new[] { "source", "fingerprint", "record_number" });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_jobs_has_ended_created_at",
                table: "ingestion_jobs",
                columns: new[] { "has_ended", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_jobs_subject_created_at",
                table: "ingestion_jobs",
                columns: new[] { "subject", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_origins_source_fingerprint",
                table: "ingestion_origins",
                columns: new[] { "source", "fingerprint" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_quarantine_origin_id_record_number",
                table: "ingestion_quarantine",
                columns: new[] { "origin_id", "record_number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_quarantine_source_state_id",
                table: "ingestion_quarantine",
                columns: new[] { "source", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_ingestion_reasons_rule",
                table: "ingestion_reasons",
                column: "rule");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ingestion_checks");

            migrationBuilder.DropTable(
                name: "ingestion_claims");

            migrationBuilder.DropTable(
                name: "ingestion_jobs");

            migrationBuilder.DropTable(
                name: "ingestion_reasons");

            migrationBuilder.DropTable(
                name: "ingestion_quarantine");

            migrationBuilder.DropTable(
                name: "ingestion_origins");
        }
    }
}
