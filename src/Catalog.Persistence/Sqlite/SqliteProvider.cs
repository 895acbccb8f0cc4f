using System.Data.Common;
using System.Globalization;
using Catalog.Core.Values;
using Catalog.Persistence.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Sqlite;

/// <summary>
/// One SQLite file in write-ahead mode: readers never wait. SQLite has a single writer, so writers of this process queue here,
/// and those of another process (the command line on the same folder) wait in SQLite itself up to the busy timeout.
/// </summary>
internal sealed class SqliteProvider : IDatabaseProvider, IDisposable
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NoDatabase = 26;

    // A pooled connection is given back, or taken, while the garbage collector has not yet closed a statement of it (https://github.com/dotnet/efcore/issues/36591). Another connection has no such one.
    private const string StatementsLeft = "due to active statements";

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _connectionString;
    private readonly string _path;
    private readonly SqliteConnectionSetup _setup;

    public SqliteProvider(PersistenceOptions options)
    {
        var builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        if (builder.DataSource.Length == 0)
        {
            builder.DataSource = Path.Combine(options.DataDirectory, PersistenceOptions.SqliteFileName);
        }

        _path = Path.GetFullPath(builder.DataSource);
        builder.DataSource = _path;
        builder.ForeignKeys = true;
        builder.DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds);
        _connectionString = builder.ToString();
        _setup = new SqliteConnectionSetup(options.BusyTimeout);
    }

    public string Description => _path;

    public void Configure(DbContextOptionsBuilder builder, string historyTable)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path) ?? ".");
        builder.UseSqlite(_connectionString, sqlite => sqlite.MigrationsHistoryTable(historyTable)).AddInterceptors(_setup);
    }

    public DatabaseFault Classify(DbException exception) => exception is SqliteException sqlite
        ? sqlite.SqliteErrorCode switch
        {
            Busy when sqlite.Message.Contains(StatementsLeft, StringComparison.Ordinal) => new(PersistenceErrorCode.DatabaseBusy, MayRetry: true, IsOfConnection: true),

            // The busy timeout has passed already, so the caller is told instead of waiting again.
            Busy or Locked => new(PersistenceErrorCode.DatabaseBusy),
            Full => new(PersistenceErrorCode.DatabaseFull),
            Corrupt or NoDatabase => new(PersistenceErrorCode.DatabaseDamaged),
            CannotOpen or ReadOnly => new(PersistenceErrorCode.DatabaseUnavailable),
            Constraint => new(PersistenceErrorCode.WriteConflict),
            _ => new(PersistenceErrorCode.DatabaseFailed),
        }
        : new(PersistenceErrorCode.DatabaseFailed);

    public async ValueTask<IDisposable> EnterWriteAsync(CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_writer);
    }

    /// <summary>Transactions begin with the write lock here, so each is alone.</summary>
    public Task BeginWriteAsync(DbContext context, string historyTable, bool alone, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The clock of the machine: a file is opened by processes of one machine.</summary>
    public async Task<Instant> ReadClockAsync(DbContext context, CancellationToken cancellationToken)
        => new(await context.Database.SqlQuery<long>($"SELECT CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER) AS \"Value\"").SingleAsync(cancellationToken).ConfigureAwait(false));

    public async ValueTask<IDisposable> EnterMigrationAsync(DbContext context, CancellationToken cancellationToken)
    {
        var turn = await SqliteMigrationLock.AcquireAsync(_path + ".migrating", cancellationToken).ConfigureAwait(false);
        await SqliteMigrationLock.ClearAbandonedAsync(context, cancellationToken).ConfigureAwait(false);
        return turn;
    }

    /// <summary>The mark is the user version of the file, which SQLite leaves to programs.</summary>
    public async Task<bool> IsMigratedByAsync(int program, CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            return false;
        }

        return await ExecuteAsync("PRAGMA user_version", cancellationToken).ConfigureAwait(false) is long mark && mark == program;
    }

    public async Task MarkMigratedAsync(int program, CancellationToken cancellationToken)
    {
        using var turn = await EnterWriteAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {program}"), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _writer.Dispose();

    private async Task<object?> ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        SqliteConnectionSetup.Open(connection);
        try
        {
            var command = connection.CreateCommand();
            await using var ending = command.ConfigureAwait(false);
            command.CommandText = statement;
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            SqliteConnectionSetup.Close(connection);
        }
    }

    private sealed class Turn(SemaphoreSlim writer) : IDisposable
    {
        public void Dispose() => writer.Release();
    }
}
