using System.Globalization;
using Catalog.Core.Errors;
using Ingestion.Batches;
using Ingestion.Conversions;
using Ingestion.Diagnostics;
using Ingestion.Feeds;
using Ingestion.Files;
using Ingestion.Changes;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Captures;

/// <summary>A table that is captured. A mark in the event log tells how far it was read; the database is told only what is durable there.</summary>
internal sealed class CaptureFeed(SourceCapture capture, BatchWriter writer, IChangeCaptures captures, ISourceRegistry sources, TimeProvider clock, ILogger logger) : IFeed
{
    public string Name => capture.Table;

    public OriginKind Kind => OriginKind.Capture;

    /// <summary>Name under which the event log keeps how far a table has been captured.</summary>
    internal static string ProducerOf(SourceCapture capture) => string.Create(CultureInfo.InvariantCulture, $"capture:{capture.Connection}/{capture.Table}/{capture.Slot}");

    public FeedRecordReader OpenPayloads(IRecordReaderFactory readers, IReadOnlyList<string> names) => readers.OpenChanges(capture, names);

    public IngestionStream StreamOf(FeedTarget target, Guid runId) => new(
        target.Source,
        target.Declared,
        new QuarantineOrigin { Source = target.Source.Name, Fingerprint = ProducerOf(capture), Kind = OriginKind.Capture, Name = capture.Table, Capture = capture },
        runId,
        ProducerOf(capture));

    public async Task<FeedOpening> OpenAsync(IngestionStream stream, CancellationToken cancellationToken)
    {
        var mark = await writer.GetMarkAsync(stream.Source.Name, ProducerOf(capture), cancellationToken).ConfigureAwait(false)
            ?? new IngestionMark { RunId = Guid.CreateVersion7(clock.GetUtcNow()) };
        await writer.RemoveAheadAsync(stream, mark, runId: null, cancellationToken).ConfigureAwait(false);
        var names = stream.Source.Columns.Select(static column => RecordConverter.NameOf(column, OriginKind.Capture));
        var begin = new CaptureBegin(mark.Position, mark.LastRecord + 1, ChangeField.ColumnsOf(names));
        var reader = await captures.OpenAsync(capture, begin, cancellationToken).ConfigureAwait(false);
        return new FeedOpening(mark, mark.LastRecord + 1, new Reader(reader, mark.LastRecord + 1));
    }

    /// <summary>Drops the slot, unless a source still reads it: one that was only changed, or another one.</summary>
    public async Task RemoveAsync(string source, CancellationToken cancellationToken)
    {
        if (sources.Sources.Any(other => other.Capture is { } known && known.Slot == capture.Slot && known.Connection == capture.Connection))
        {
            return;
        }

        try
        {
            await captures.DropAsync(capture, cancellationToken).ConfigureAwait(false);
            Log.CaptureSlotDropped(logger, source, capture.Table, capture.Slot, capture.Connection);
        }
        catch (CatalogException error)
        {
            // It is shown among those that were left behind.
            Log.CaptureSlotLeft(logger, error, source, capture.Table, capture.Slot, capture.Connection);
        }
    }

    private sealed class Reader(IChangeReader reader, long next) : IFeedReader
    {
        private long _next = next;

        public async Task<FeedBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
        {
            var batch = await reader.ReadAsync(maxRecords, maxBytes, patience, cancellationToken).ConfigureAwait(false);
            _next += batch.Records.Count;

            // How many changes wait is not known; that some do keeps a run open.
            return new FeedBatch(batch.Records, _next, batch.IsBehind ? _next + 1 : _next, batch.Position);
        }

        public void Confirm(IngestionMark mark) => reader.Confirm(mark.Position);

        public FeedStatus Describe(FeedStatus status, IngestionMark mark, long end) => status is CaptureStatus capture ? capture with { Figures = reader.Figures } : status;

        public ValueTask DisposeAsync() => reader.DisposeAsync();
    }
}
