using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.StreamJoins;
using Ingestion.Contracts;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Enrichments;

/// <summary>
/// Makes events of a source out of those of its stream: the columns of the stream, then those of the views. An event of which no row answers, or that has no event time or no key, gets nulls
/// and goes on. It arrived when that of the stream did, and goes to the same stores. Not thread-safe.
/// </summary>
internal sealed class Enricher
{
    private readonly Source _source;
    private readonly ViewJoiner _joiner;
    private readonly EventColumns _columns;
    private readonly int _streamColumns;
    private readonly int _time;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Value[] _values = [];

    internal Enricher(Source source, string stream, ISourceRegistry sources, ViewJoiner joiner)
    {
        (_source, _joiner) = (source, joiner);
        _streamColumns = source.Columns.Count - source.Enrichments.Sum(static enrichment => enrichment.Features.Count);
        _time = SourceColumns.IndexOf(source, source.TimestampColumn);
        _columns = new EventColumns(sources, stream, [.. source.Columns.Take(_streamColumns).Select(static column => new ViewInput(column.Name, column.Type))], source.Name);
    }

    /// <summary>Makes the events, one for each record, in order.</summary>
    /// <exception cref="IngestionException">A record cannot be decoded, a view does not exist or cannot be waited for.</exception>
    /// <exception cref="FeatureStore.FeatureStoreException">A store failed.</exception>
    internal async Task<IReadOnlyList<NewLogEvent>> EnrichAsync(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        var events = new List<StreamEvent>(records.Count);
        foreach (var record in records)
        {
            events.Add(Decode(record));
        }

        var (arrival, place) = (events.Max(static item => item.Arrival), _streamColumns);
        foreach (var enrichment in _source.Enrichments)
        {
            await FillAsync(enrichment, events, arrival, place, cancellationToken).ConfigureAwait(false);
            place += enrichment.Features.Count;
        }

        return [.. events.Zip(records, (item, record) => new NewLogEvent(record.Key, EventPayload.Encode(_buffer, _source.Version, item.Targets, item.Values, item.Arrival)))];
    }

    private StreamEvent Decode(in LogRecord record)
    {
        EventPayload.Decode(record.Payload.Span, ref _values, out var head);
        var values = new Value[_source.Columns.Count];
        EventColumns.Pick(_values.AsSpan(0, head.ValueCount), _columns.PlacesIn(head.SourceVersion), values);
        return new StreamEvent(values, head.Targets, head.ArrivalOf(record));
    }

    private async Task FillAsync(Enrichment enrichment, List<StreamEvent> events, Instant arrival, int place, CancellationToken cancellationToken)
    {
        var view = await _joiner.FindViewAsync(enrichment, cancellationToken).ConfigureAwait(false);
        int[] keys = [.. view.Entities.Select(entity => SourceColumns.IndexOf(_source, enrichment.On.First(key => key.JoinKey == entity.JoinKey).Column))];
        var (questions, asking) = (new List<StreamQuestion>(events.Count), new List<int>(events.Count));
        for (var i = 0; i < events.Count; i++)
        {
            var (values, _, arrived) = events[i];
            var key = EventColumns.Pick(values, keys);
            if (!values[_time].IsNull && !Array.Exists(key, static part => part.IsNull))
            {
                questions.Add(new StreamQuestion(key, values[_time].AsInstant(), arrived));
                asking.Add(i);
            }
        }

        if (questions.Count > 0)
        {
            var answers = await _joiner.FindAsync(view, enrichment, questions, arrival, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < answers.Length; i++)
            {
                answers[i]?.CopyTo(events[asking[i]].Values, place);
            }
        }
    }

    private readonly record struct StreamEvent(Value[] Values, EventTargets Targets, Instant Arrival);
}
