using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Definitions.Postgres;

internal sealed class PostgresDefinitionsDbContext(DbContextOptions<PostgresDefinitionsDbContext> options) : DefinitionsDbContext(options);
