using System.Text.Json;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Postgres.Tests.Servers;

/// <summary>What survives a crash: records and the position, written in one. Reads a table into it, through as many readers as a test lets die.</summary>
internal sealed class DurableLog(PostgresCaptures captures, SourceCapture capture, params string[] columns) : IAsyncDisposable
{
    private IChangeReader? _reader;

    internal List<JsonElement> Records { get; } = [];

    internal List<FeedRecord> Raw { get; } = [];

    internal string Position { get; private set; } = string.Empty;

    internal CaptureFigures Figures => _reader!.Figures;

    internal int Openings { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal async Task<IChangeReader> OpenAsync()
    {
        if (_reader is null)
        {
            _reader = await captures.OpenAsync(capture, new CaptureBegin(Position, Records.Count + 1, columns), Token);
            Openings++;
        }

        return _reader;
    }

    /// <summary>Reads once.</summary>
    /// <param name="maxRecords">Records at most.</param>
    /// <param name="isWritten">Whether the process lives until what was read is durable.</param>
    /// <param name="isConfirmed">Whether it lives until the server was told.</param>
    /// <param name="patience">How long to wait.</param>
    internal async Task<CaptureBatch> ReadAsync(int maxRecords = 1_000, bool isWritten = true, bool isConfirmed = true, TimeSpan? patience = null)
    {
        var reader = await OpenAsync();
        var batch = await reader.ReadAsync(maxRecords, 1 << 20, patience ?? TimeSpan.FromMilliseconds(50), Token);
        if (!isWritten)
        {
            return batch;
        }

        Assert.Equal(Enumerable.Range(Records.Count + 1, batch.Records.Count), batch.Records.Select(static record => (int)record.Offset));
        Raw.AddRange(batch.Records);
        Records.AddRange(batch.Records.Select(static record => JsonDocument.Parse(record.Value!.Value).RootElement));
        Position = batch.Position ?? Position;
        if (isConfirmed)
        {
            reader.Confirm(Position);
        }

        return batch;
    }

    internal async Task ReadUntilAsync(Func<bool> isThere)
    {
        while (!isThere())
        {
            await ReadAsync();
        }
    }

    /// <summary>As <see cref="ReadUntilAsync(int)"/>, after the server was away: connections that it left behind are found broken one by one.</summary>
    internal async Task ReadAgainUntilAsync(int records)
    {
        while (Records.Count < records)
        {
            try
            {
                await ReadAsync();
            }
            catch (IngestionException error) when (error.ErrorCode == IngestionErrorCode.CaptureUnavailable)
            {
                await DieAsync();
            }
        }
    }

    internal Task ReadUntilAsync(int records) => ReadUntilAsync(() => Records.Count >= records);

    internal async Task DieAsync()
    {
        if (_reader is not null)
        {
            await _reader.DisposeAsync();
            _reader = null;
        }
    }

    /// <summary>The rows of the table, by key, as the records tell them.</summary>
    internal Dictionary<string, string> RowsByKey()
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (record, raw) in Records.Zip(Raw))
        {
            if (record.GetProperty("op").GetString() == "t")
            {
                rows.Clear();
                continue;
            }

            var key = System.Text.Encoding.UTF8.GetString(raw.Key!.Value.Span);
            if (record.GetProperty("op").GetString() == "d")
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = record.GetProperty("after").GetRawText();
            }
        }

        return rows;
    }

    public async ValueTask DisposeAsync() => await DieAsync();
}
