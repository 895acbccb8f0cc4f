using Catalog.Core.Values;
using FeatureStore.Ports;
using Ingestion.Contracts;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Enrichments;

/// <summary>One join of the events that a version of a source wrote, and where they hold its parts. Immutable, thread-safe.</summary>
internal sealed class JoinedLevel
{
    private readonly JoinedView _joined;
    private readonly int[] _keys;
    private readonly int[] _features;
    private readonly int _time;

    private JoinedLevel(Source written, string timestamp, Enrichment enrichment)
    {
        _joined = new JoinedView(
            enrichment.View,
            [.. enrichment.On.Select(static key => key.JoinKey)],
            [.. enrichment.Features.Select(static feature => feature.Feature)],
            [.. enrichment.Features.Select(static feature => feature.Column)]);
        _keys = [.. enrichment.On.Select(key => SourceColumns.IndexOf(written, key.Column))];
        _features = [.. _joined.Columns.Select(column => SourceColumns.IndexOf(written, column))];
        _time = SourceColumns.IndexOf(written, timestamp);
    }

    /// <summary>
    /// The joins of a version of a source and of the sources that it is made of, those nearest to the raw events first. An event holds all columns that there were on the way and arrived when the
    /// raw one did, so each of its joins can be told from it.
    /// </summary>
    internal static IReadOnlyList<JoinedLevel> Of(ISourceRegistry sources, Source written)
    {
        var levels = new List<JoinedLevel>();
        for (var source = written; source?.From is { } stream; source = sources.FindSource(stream))
        {
            var timestamp = source.TimestampColumn;
            levels.InsertRange(0, source.Enrichments.Select(enrichment => new JoinedLevel(written, timestamp, enrichment)).Where(static level => !level._features.Contains(-1)));
        }

        return levels;
    }

    internal EventJoin Explain(ReadOnlySpan<Value> values, Instant arrival)
    {
        var time = EventColumns.Pick(values, _time);
        return new EventJoin(_joined, EventColumns.Pick(values, _keys), time.IsNull ? null : time.AsInstant(), arrival, EventColumns.Pick(values, _features));
    }
}
