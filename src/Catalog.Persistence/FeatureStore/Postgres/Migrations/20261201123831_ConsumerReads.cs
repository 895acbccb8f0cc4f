using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Catalog.Persistence.FeatureStore.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ConsumerReads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "featurestore_consumer_reads",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    feature_service = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lookups = table.Column<long>(type: "bigint", nullable: false),
                    refused = table.Column<long>(type: "bigint", nullable: false),
                    entities = table.Column<long>(type: "bigint", nullable: false),
                    last_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_featurestore_consumer_reads", x => new { x.consumer, x.feature_service });
                    table.ForeignKey(
                        name: "FK_featurestore_consumer_reads_featurestore_consumers_consumer",
                        column: x => x.consumer,
                        principalTable: "featurestore_consumers",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "featurestore_consumer_reads");
        }
    }
}
