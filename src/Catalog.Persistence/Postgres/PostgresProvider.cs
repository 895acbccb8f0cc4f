using System.Data.Common;
using System.Globalization;
using Catalog.Core.Values;
using Catalog.Persistence.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Catalog.Persistence.Postgres;

/// <summary>A PostgreSQL server. Writers run side by side in serializable transactions; one that collides is repeated alone.</summary>
internal sealed class PostgresProvider(PersistenceOptions options) : IDatabaseProvider
{
    private readonly NpgsqlConnectionStringBuilder _connection = WithLockTimeout(options);

    public string Description => $"{_connection.Host}:{_connection.Port}/{_connection.Database}";

    public void Configure(DbContextOptionsBuilder builder, string historyTable)
        => builder.UseNpgsql(_connection.ConnectionString, postgres => postgres.MigrationsHistoryTable(historyTable));

    public DatabaseFault Classify(DbException exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
            => new(PersistenceErrorCode.DatabaseBusy, MayRetry: true),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => new(PersistenceErrorCode.DatabaseBusy),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory }
            => new(PersistenceErrorCode.DatabaseFull),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted }
            => new(PersistenceErrorCode.DatabaseDamaged),
        PostgresException { SqlState: ['2', '3', ..] } => new(PersistenceErrorCode.WriteConflict),
        PostgresException { IsTransient: false } => new(PersistenceErrorCode.DatabaseFailed),
        _ => new(PersistenceErrorCode.DatabaseUnavailable),
    };

    public ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(NoTurn.Instance);

    /// <summary>
    /// Writers share a table lock; one that has collided takes it alone and so cannot collide again. LOCK takes no snapshot, so what is
    /// read after it is what the others have committed (a query for an advisory lock would freeze the snapshot before the wait).
    /// </summary>
    public Task BeginWriteAsync(DbContext context, string historyTable, bool alone, CancellationToken cancellationToken)
    {
        // A table cannot be a parameter; the name is a constant of this project.
        var statement = $"LOCK TABLE \"{historyTable}\" IN {(alone ? "EXCLUSIVE" : "ROW SHARE")} MODE";
        return context.Database.ExecuteSqlRawAsync(statement, cancellationToken);
    }

    public async Task<Instant> ReadClockAsync(DbContext context, CancellationToken cancellationToken)
        => new(await context.Database.SqlQuery<long>($"SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS \"Value\"").SingleAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>A question to the server costs what the histories cost, so there is no mark.</summary>
    public Task<bool> IsMigratedByAsync(int program, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task MarkMigratedAsync(int program, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>EF's own lock is one of the server, which ends with the connection; nothing is to be done here.</summary>
    public ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken)
        => ValueTask.FromResult(NoTurn.Instance);

    private static NpgsqlConnectionStringBuilder WithLockTimeout(PersistenceOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        builder.Options = string.Create(
            CultureInfo.InvariantCulture, $"{builder.Options} -c lock_timeout={(long)options.BusyTimeout.TotalMilliseconds}").TrimStart();
        return builder;
    }

    private sealed class NoTurn : IDisposable
    {
        public static readonly IDisposable Instance = new NoTurn();

        public void Dispose()
        {
        }
    }
}
