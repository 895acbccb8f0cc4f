using System.Diagnostics.Metrics;
using FeatureStore.Ports;

namespace FeatureStore.Diagnostics;

/// <summary>The instruments of the feature store, meter <c>FeatureStore</c>.</summary>
internal sealed class FeatureStoreMetrics : IDisposable
{
    internal const string MeterName = "FeatureStore";

    private readonly Meter _meter;
    private readonly Counter<long> _onlineRows;
    private readonly Counter<long> _onlineRowsNewer;
    private readonly Counter<long> _offlineFiles;
    private readonly Counter<long> _offlineRows;
    private readonly Counter<long> _offlineBytes;

    public FeatureStoreMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _onlineRows = _meter.CreateCounter<long>(
            "catalog.materialization.online.rows", "{row}", "Rows given to the online store, newer or not.");
        _onlineRowsNewer = _meter.CreateCounter<long>(
            "catalog.materialization.online.rows_newer", "{row}", "Rows of the online store that were added or replaced.");
        _offlineFiles = _meter.CreateCounter<long>(
            "catalog.materialization.offline.files", "{file}", "Offline files written and recorded.");
        _offlineRows = _meter.CreateCounter<long>(
            "catalog.materialization.offline.rows", "{row}", "Rows in offline files written; a partial file counts each time it is replaced.");
        _offlineBytes = _meter.CreateCounter<long>(
            "catalog.materialization.offline.bytes", "By", "Bytes of offline files written.");
    }

    public void Dispose() => _meter.Dispose();

    internal void OnlineRowsWritten(string view, int rows, int newer)
    {
        var tag = new KeyValuePair<string, object?>("catalog.view", view);
        _onlineRows.Add(rows, tag);
        _onlineRowsNewer.Add(newer, tag);
    }

    internal void OfflineFileWritten(string view, OfflineFile file)
    {
        var tag = new KeyValuePair<string, object?>("catalog.view", view);
        _offlineFiles.Add(1, tag);
        _offlineRows.Add(file.RowCount, tag);
        _offlineBytes.Add(file.ByteCount, tag);
    }
}
