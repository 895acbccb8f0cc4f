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
    // Any number that nobody else takes: the letters of "catalog".
    private const long MigrationLock = 0x63_61_74_61_6C_6F_67;

    // How long another process may take to migrate.
    private static readonly TimeSpan MigrationPatience = TimeSpan.FromMinutes(5);

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
        PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter } => new(PersistenceErrorCode.TextRefused),
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

    /// <summary>
    /// An advisory lock of a connection of its own: EF's lock is one of the table of what was migrated, which does not exist before the first migration, and ends with each migration.
    /// A database that does not exist yet is made by EF, without a turn.
    /// </summary>
    public async ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Pooling = false, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(long)MigrationPatience.TotalMilliseconds}; SELECT pg_advisory_lock({MigrationLock})");
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            return NoTurn.Instance;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

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
