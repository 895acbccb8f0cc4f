using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Catalog.Persistence.Sqlite;

/// <summary>
/// Opens and closes connections one at a time, and gives each the settings that SQLite forgets when it is closed. The pool of Microsoft.Data.Sqlite 10 marks a connection as taken before it notes its owner, and takes away
/// the owner before the mark; a thread that finds the pool empty between the two takes it for a leaked one, and two owners, with their transactions, have one connection then.
/// </summary>
internal sealed class SqliteConnectionSetup(TimeSpan busyTimeout) : DbConnectionInterceptor
{
    /// <summary>Held while a connection is taken from the pool or given back. Pools are of the process.</summary>
    internal static readonly Lock Gate = new();

    // FULL makes a commit survive a power cut; in write-ahead mode it costs one sync for each transaction.
    private readonly string _settings = string.Create(
        CultureInfo.InvariantCulture,
        $"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");

    /// <summary>Opens a connection; SQLite has nothing to wait for then.</summary>
    internal static void Open(DbConnection connection)
    {
        lock (Gate)
        {
            connection.Open();
        }
    }

    /// <summary>Closes a connection.</summary>
    internal static void Close(DbConnection connection)
    {
        lock (Gate)
        {
            connection.Close();
        }
    }

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Open(connection);
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(ConnectionOpening(connection, eventData, result));
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Close(connection);
        return InterceptionResult.Suppress();
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
        => new(ConnectionClosing(connection, eventData, result));

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = CreateCommand(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = CreateCommand(connection);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private DbCommand CreateCommand(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = _settings;
        return command;
    }
}
