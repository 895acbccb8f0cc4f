using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Definitions.Sqlite;

internal sealed class SqliteDefinitionsDbContext(DbContextOptions<SqliteDefinitionsDbContext> options) : DefinitionsDbContext(options);
