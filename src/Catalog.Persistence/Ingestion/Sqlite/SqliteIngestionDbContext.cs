using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Sqlite;

internal sealed class SqliteIngestionDbContext(DbContextOptions<SqliteIngestionDbContext> options) : IngestionDbContext(options);
