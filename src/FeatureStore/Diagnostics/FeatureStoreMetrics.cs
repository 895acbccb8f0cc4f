using System.Diagnostics.Metrics;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace FeatureStore.Diagnostics;

/// <summary>The instruments of the feature store, meter <c>FeatureStore</c>.</summary>
internal sealed class FeatureStoreMetrics : IDisposable
{
    internal const string MeterName = "FeatureStore";

    // The target is a millisecond; the usual buckets begin at five.
    private static readonly double[] LookupBuckets =
        [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

    private readonly Meter _meter;
    private readonly Counter<long> _onlineRows;
    private readonly Counter<long> _onlineRowsNewer;
    private readonly Counter<long> _directRows;
    private readonly Counter<long> _offlineFiles;
    private readonly Counter<long> _offlineRows;
    private readonly Counter<long> _offlineBytes;
    private readonly Counter<long> _mergedFiles;
    private readonly Counter<long> _mergedRows;
    private readonly Counter<long> _rowsKeptOut;
    private readonly Counter<long> _rowsNotKept;
    private readonly Counter<long> _deletedFiles;
    private readonly Counter<long> _deletedBytes;
    private readonly Histogram<double> _lookupDuration;
    private readonly Counter<long> _lookupEntities;
    private readonly Counter<long> _lookupValues;
    private readonly Counter<long> _staleLookups;
    private readonly Counter<long> _slowLookups;
    private readonly Counter<long> _lookupsSampled;
    private readonly Counter<long> _lookupsLogged;
    private readonly Counter<long> _lookupsDropped;

    public FeatureStoreMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _onlineRows = _meter.CreateCounter<long>(
            "catalog.materialization.online.rows", "{row}", "Rows given to the online store, newer or not.");
        _onlineRowsNewer = _meter.CreateCounter<long>(
            "catalog.materialization.online.rows_newer", "{row}", "Rows of the online store that were added or replaced.");
        _directRows = _meter.CreateCounter<long>(
            "catalog.materialization.online.rows_direct", "{row}", "Rows given to the online store without an event, newer or not.");
        _offlineFiles = _meter.CreateCounter<long>(
            "catalog.materialization.offline.files", "{file}", "Offline files written and recorded.");
        _offlineRows = _meter.CreateCounter<long>(
            "catalog.materialization.offline.rows", "{row}", "Rows in offline files written; a partial file counts each time it is replaced.");
        _offlineBytes = _meter.CreateCounter<long>(
            "catalog.materialization.offline.bytes", "By", "Bytes of offline files written.");
        _mergedFiles = _meter.CreateCounter<long>("catalog.compaction.files", "{file}", "Offline files that were merged into larger ones.");
        _mergedRows = _meter.CreateCounter<long>("catalog.compaction.rows", "{row}", "Rows in the files that came of it; a row counts once for each merge.");
        _rowsKeptOut = _meter.CreateCounter<long>("catalog.erasure.rows_kept_out", "{row}", "Rows that reached no store because their entity is erased; a row that is read again counts again.");
        _rowsNotKept = _meter.CreateCounter<long>("catalog.retention.rows", "{row}", "Rows of offline files that were removed because they are older than is kept.");
        _deletedFiles = _meter.CreateCounter<long>("catalog.vacuum.files", "{file}", "Offline files deleted that no manifest names any more, or never did.");
        _deletedBytes = _meter.CreateCounter<long>("catalog.vacuum.bytes", "By", "Bytes of those files.");
        _lookupDuration = _meter.CreateHistogram(
            "catalog.serving.lookup.duration",
            "s",
            "Time of a lookup inside the service, without the door.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = LookupBuckets });
        _lookupEntities = _meter.CreateCounter<long>("catalog.serving.lookup.entities", "{entity}", "Entity rows looked up.");
        _lookupValues = _meter.CreateCounter<long>("catalog.serving.lookup.values", "{value}", "Values served, by their status.");
        _staleLookups = _meter.CreateCounter<long>("catalog.serving.lookup.stale", "{lookup}", "Lookups answered with rows that were read before, because the online store was away.");
        _slowLookups = _meter.CreateCounter<long>("catalog.serving.lookup.slow", "{lookup}", "Lookups that took longer than the settings call slow, by what took most of the time.");
        _lookupsSampled = _meter.CreateCounter<long>("catalog.lookup_log.sampled", "{answer}", "Answers, keys times views, that were picked for the lookup log.");
        _lookupsLogged = _meter.CreateCounter<long>("catalog.lookup_log.logged", "{answer}", "Answers written to the lookup log.");
        _lookupsDropped = _meter.CreateCounter<long>("catalog.lookup_log.dropped", "{answer}", "Answers picked and not written, because too many waited or the log failed.");
    }

    public void Dispose() => _meter.Dispose();

    internal void OnlineRowsWritten(string view, int rows, int newer)
    {
        var tag = new KeyValuePair<string, object?>("catalog.view", view);
        _onlineRows.Add(rows, tag);
        _onlineRowsNewer.Add(newer, tag);
    }

    internal void RowsWrittenDirectly(string view, int rows, int newer)
    {
        OnlineRowsWritten(view, rows, newer);
        _directRows.Add(rows, new KeyValuePair<string, object?>("catalog.view", view));
    }

    internal void OfflineFileWritten(string view, OfflineFile file)
    {
        var tag = new KeyValuePair<string, object?>("catalog.view", view);
        _offlineFiles.Add(1, tag);
        _offlineRows.Add(file.RowCount, tag);
        _offlineBytes.Add(file.ByteCount, tag);
    }

    internal void OfflineFilesMerged(string view, int files, OfflineFile merged)
    {
        var tag = new KeyValuePair<string, object?>("catalog.view", view);
        _mergedFiles.Add(files, tag);
        _mergedRows.Add(merged.RowCount, tag);
    }

    internal void RowsKeptOut(string view, int rows)
    {
        if (rows > 0)
        {
            _rowsKeptOut.Add(rows, new KeyValuePair<string, object?>("catalog.view", view));
        }
    }

    internal void RowsNotKept(string view, long rows) => _rowsNotKept.Add(rows, new KeyValuePair<string, object?>("catalog.view", view));

    internal void OfflineFilesDeleted(int files, long bytes)
    {
        _deletedFiles.Add(files);
        _deletedBytes.Add(bytes);
    }

    internal void LookupsSampled(int answers) => _lookupsSampled.Add(answers);

    internal void LookupsLogged(int answers) => _lookupsLogged.Add(answers);

    internal void LookupsDropped(int answers) => _lookupsDropped.Add(answers);

    internal void LookedUpSlowly(SlowReason reason) => _slowLookups.Add(1, new KeyValuePair<string, object?>("catalog.reason", reason.ToLabel()));

    internal void LookedUp(TimeSpan duration, int entities, IReadOnlyList<OnlineColumn> columns, bool isStale)
    {
        _lookupDuration.Record(duration.TotalSeconds);
        _lookupEntities.Add(entities);
        _staleLookups.Add(isStale ? 1 : 0);
        if (_lookupValues.Enabled)
        {
            foreach (var group in columns.SelectMany(static column => column.Statuses).CountBy(static status => status))
            {
                _lookupValues.Add(group.Value, new KeyValuePair<string, object?>("catalog.status", group.Key.ToWireName()));
            }
        }
    }
}
