using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sharing.Postgres;

internal sealed class PostgresSharingDbContext(DbContextOptions<PostgresSharingDbContext> options) : SharingDbContext(options);
