using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Events;
using Ingestion.Ports;

namespace Ingestion.Enrichments;

/// <summary>Reads from the log what the events of enriched sources were joined with. Thread-safe.</summary>
internal sealed class EventJoins(ISourceRegistry sources, IEventLog log) : IEventJoins
{
    public bool AreJoined(string source) => sources.FindSource(source)?.From is not null;

    public async Task<IReadOnlyList<IReadOnlyList<EventJoin>>> ReadAsync(FeatureView view, IReadOnlyList<JoinedEvent> rows, CancellationToken cancellationToken)
    {
        var joins = new IReadOnlyList<EventJoin>[rows.Count];
        var time = new EventColumns(sources, view.Source, [new ViewInput(view.TimestampColumn, new DataType(ScalarType.Timestamp))], view.Id.ToString());
        var partitions = await log.GetPartitionCountAsync(view.Source, cancellationToken).ConfigureAwait(false);
        var levels = new Dictionary<int, IReadOnlyList<JoinedLevel>>();
        for (var i = 0; i < joins.Length; i++)
        {
            joins[i] = [];
            for (var partition = 0; partition < partitions && joins[i].Count == 0; partition++)
            {
                var records = await log.ReadAsync(view.Source, partition, rows[i].Sequence, maxRecords: 1, cancellationToken).ConfigureAwait(false);
                if (records is [var record] && record.Offset == rows[i].Sequence)
                {
                    joins[i] = Explain(view.Source, record, rows[i], time, levels);
                }
            }
        }

        return joins;
    }

    /// <summary>The joins of an event; none when it is another one, of the same sequence in another partition.</summary>
    private IReadOnlyList<EventJoin> Explain(string source, in LogRecord record, in JoinedEvent row, EventColumns time, Dictionary<int, IReadOnlyList<JoinedLevel>> levels)
    {
        var values = EventPayload.Decode(record.Payload.Span, out var head);
        var arrival = head.ArrivalOf(record);
        if (arrival != row.ArrivalTime || EventColumns.Pick(values, time.PlacesIn(head.SourceVersion)[0]) != Value.Of(row.EventTime))
        {
            return [];
        }

        if (!levels.TryGetValue(head.SourceVersion, out var joined))
        {
            // Known, since its columns were found.
            levels[head.SourceVersion] = joined = JoinedLevel.Of(sources, sources.FindSource(source, head.SourceVersion)!);
        }

        return [.. joined.Select(level => level.Explain(values, arrival))];
    }
}
