using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.Lineage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "lineage_column_edges",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    set_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    job_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    dataset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    column = table.Column<string>(type: "TEXT", nullable: false),
                    input_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    input_column = table.Column<string>(type: "TEXT", nullable: false),
                    indirect = table.Column<bool>(type: "INTEGER", nullable: false),
                    subtype = table.Column<string>(type: "TEXT", nullable: false),
                    masked = table.Column<bool>(type: "INTEGER", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_column_edges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_column_sets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    stamp_time = table.Column<long>(type: "INTEGER", nullable: false),
                    stamp_tie = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_column_sets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_datasets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    shown_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    facets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_datasets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_declarations",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    stamp_time = table.Column<long>(type: "INTEGER", nullable: false),
                    stamp_tie = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_declarations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_declared_edges",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    owner_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    from_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    to_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    to_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_declared_edges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_edges",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    from_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    to_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    to_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_edges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_events",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    event_type = table.Column<string>(type: "TEXT", nullable: false),
                    event_time = table.Column<long>(type: "INTEGER", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "lineage_jobs",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    facets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_run_datasets",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    run_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    dataset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    direction = table.Column<int>(type: "INTEGER", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    facets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_run_datasets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_run_progress",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    rate_per_second = table.Column<double>(type: "REAL", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_run_progress", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_runs",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    job_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_datasets_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sort_time = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: true),
                    domain = table.Column<string>(type: "TEXT", nullable: true),
                    facets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_schemas",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    dataset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false),
                    first_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen = table.Column<long>(type: "INTEGER", nullable: false),
                    stamp_time = table.Column<long>(type: "INTEGER", nullable: false),
                    stamp_tie = table.Column<long>(type: "INTEGER", nullable: false),
                    fields = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_schemas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage_symlinks",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    dataset_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    target_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_table = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lineage_symlinks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_lineage_column_edges_dataset_id",
                table: "lineage_column_edges",
                column: "dataset_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_column_edges_input_id",
                table: "lineage_column_edges",
                column: "input_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_column_edges_set_id",
                table: "lineage_column_edges",
                column: "set_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_datasets_namespace_name",
                table: "lineage_datasets",
                columns: new[] { "namespace", "name" });

            migrationBuilder.CreateIndex(
                name: "IX_lineage_datasets_shown_id",
                table: "lineage_datasets",
                column: "shown_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_declared_edges_from_id",
                table: "lineage_declared_edges",
                column: "from_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_declared_edges_owner_id",
                table: "lineage_declared_edges",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_declared_edges_to_id",
                table: "lineage_declared_edges",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_edges_from_id",
                table: "lineage_edges",
                column: "from_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_edges_to_id",
                table: "lineage_edges",
                column: "to_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_events_event_time",
                table: "lineage_events",
                column: "event_time");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_events_hash",
                table: "lineage_events",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lineage_events_run_id",
                table: "lineage_events",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_jobs_namespace_name",
                table: "lineage_jobs",
                columns: new[] { "namespace", "name" });

            migrationBuilder.CreateIndex(
                name: "IX_lineage_run_datasets_dataset_id",
                table: "lineage_run_datasets",
                column: "dataset_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_run_datasets_run_key",
                table: "lineage_run_datasets",
                column: "run_key");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_runs_job_id_sort_time",
                table: "lineage_runs",
                columns: new[] { "job_id", "sort_time" });

            migrationBuilder.CreateIndex(
                name: "IX_lineage_runs_run_id",
                table: "lineage_runs",
                column: "run_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_runs_sort_time",
                table: "lineage_runs",
                column: "sort_time");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_runs_state_sort_time",
                table: "lineage_runs",
                columns: new[] { "state", "sort_time" });

            migrationBuilder.CreateIndex(
                name: "IX_lineage_schemas_dataset_id",
                table: "lineage_schemas",
                column: "dataset_id");

            migrationBuilder.CreateIndex(
                name: "IX_lineage_symlinks_dataset_id",
                table: "lineage_symlinks",
                column: "dataset_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lineage_column_edges");

            migrationBuilder.DropTable(
                name: "lineage_column_sets");

            migrationBuilder.DropTable(
                name: "lineage_datasets");

            migrationBuilder.DropTable(
                name: "lineage_declarations");

            migrationBuilder.DropTable(
                name: "lineage_declared_edges");

            migrationBuilder.DropTable(
                name: "lineage_edges");

            migrationBuilder.DropTable(
                name: "lineage_events");

            migrationBuilder.DropTable(
                name: "lineage_jobs");

            migrationBuilder.DropTable(
                name: "lineage_run_datasets");

            migrationBuilder.DropTable(
                name: "lineage_run_progress");

            migrationBuilder.DropTable(
                name: "lineage_runs");

            migrationBuilder.DropTable(
                name: "lineage_schemas");

            migrationBuilder.DropTable(
                name: "lineage_symlinks");
        }
    }
}
