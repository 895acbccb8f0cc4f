using System.Data.Common;
using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Catalog.Persistence.Postgres;

/// <summary>A PostgreSQL server. Writers run side by side in serializable transactions; those that collide are repeated.</summary>
internal sealed class PostgresProvider(PersistenceOptions options) : IDatabaseProvider
{
    private readonly NpgsqlConnectionStringBuilder _connection = new(options.ConnectionString);

    public string Description => $"{_connection.Host}:{_connection.Port}/{_connection.Database}";

    public void Configure(DbContextOptionsBuilder builder, string historyTable)
        => builder.UseNpgsql(_connection.ConnectionString, postgres => postgres.MigrationsHistoryTable(historyTable));

    public DatabaseFault Classify(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
            => new(PersistenceErrorCode.DatabaseBusy, MayRetry: true),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory }
            => new(PersistenceErrorCode.DatabaseFull),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted }
            => new(PersistenceErrorCode.DatabaseDamaged),
        PostgresException { SqlState: ['2', '3', ..] } => new(PersistenceErrorCode.WriteConflict),
        PostgresException { IsTransient: false } => new(PersistenceErrorCode.DatabaseFailed),
        _ => new(PersistenceErrorCode.DatabaseUnavailable),
    };

    public ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(NoTurn.Instance);

    /// <summary>EF's own lock is one of the server, which ends with the connection; nothing is to be done here.</summary>
    public ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken)
        => ValueTask.FromResult(NoTurn.Instance);

    private sealed class NoTurn : IDisposable
    {
        public static readonly IDisposable Instance = new NoTurn();

        public void Dispose()
        {
        }
    }
}
