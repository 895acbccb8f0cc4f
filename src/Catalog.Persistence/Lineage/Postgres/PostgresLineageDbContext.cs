using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Postgres;

internal sealed class PostgresLineageDbContext(DbContextOptions<PostgresLineageDbContext> options) : LineageDbContext(options);
