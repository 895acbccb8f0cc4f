using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Sqlite;

internal sealed class SqliteLineageDbContext(DbContextOptions<SqliteLineageDbContext> options) : LineageDbContext(options);
