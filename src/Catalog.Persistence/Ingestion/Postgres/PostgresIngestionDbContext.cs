using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Postgres;

internal sealed class PostgresIngestionDbContext(DbContextOptions<PostgresIngestionDbContext> options) : IngestionDbContext(options);
