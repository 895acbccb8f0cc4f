using System.Collections.Frozen;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Postgres.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ingestion.Postgres;

/// <summary>Captures tables of PostgreSQL by logical replication. Thread-safe.</summary>
internal sealed class PostgresCaptures : IChangeCaptures, IAsyncDisposable
{
    private readonly FrozenDictionary<string, CaptureDatabase> _databases;

    public PostgresCaptures(IOptions<PostgresConnectionsOptions> options)
    {
        _databases = options.Value.Connections.ToFrozenDictionary(static pair => pair.Key, static pair => new CaptureDatabase(pair.Key, pair.Value), StringComparer.Ordinal);
        Connections = [.. _databases.Keys.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Connections { get; }

    public CaptureAddress AddressOf(string connection) => Require(connection).Address;

    public Task<IChangeReader> OpenAsync(SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken)
        => TryAsync<IChangeReader>(capture.Connection, capture, async database => await TableReader.OpenAsync(database, capture, begin, cancellationToken).ConfigureAwait(false));

    public Task DropAsync(SourceCapture capture, CancellationToken cancellationToken) => TryAsync(capture.Connection, capture, async database =>
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var connectionClosing = connection.ConfigureAwait(false);
        using var slot = new NpgsqlCommand("SELECT pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots WHERE slot_name = $1", connection) { Parameters = { new() { Value = capture.Slot } } };
        await slot.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (capture.Publication == capture.Slot)
        {
            using var publication = new NpgsqlCommand($"DROP PUBLICATION IF EXISTS {CaptureErrors.Quote(capture.Publication)}", connection);
            await publication.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    });

    public Task<IReadOnlyList<CaptureSlot>> ListSlotsAsync(string connection, CancellationToken cancellationToken) => TryAsync<IReadOnlyList<CaptureSlot>>(connection, null, async database =>
    {
        var open = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var openClosing = open.ConfigureAwait(false);
        return [.. (await ServerSlot.ListDefaultAsync(open, cancellationToken).ConfigureAwait(false)).Select(static slot => slot.ToSlot())];
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }
    }

    private CaptureDatabase Require(string connection) => _databases.GetValueOrDefault(connection)
        ?? throw new IngestionException(
            IngestionErrorCode.InvalidRequest, $"There is no connection '{connection}'. Declare it in the configuration, as Ingestion:Postgres:Connections:{connection}:ConnectionString.");

    private async Task<T> TryAsync<T>(string connection, SourceCapture? capture, Func<CaptureDatabase, Task<T>> act)
    {
        try
        {
            return await act(Require(connection)).ConfigureAwait(false);
        }
        catch (Exception error) when (CaptureErrors.IsOf(error))
        {
            throw CaptureErrors.Of(connection, capture, error);
        }
    }
}
