using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sharing.Sqlite;

internal sealed class SqliteSharingDbContext(DbContextOptions<SqliteSharingDbContext> options) : SharingDbContext(options);
