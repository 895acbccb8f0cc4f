using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Contracts;

/// <summary>
/// The rules that the events of a source must keep, compiled from its contract and its own bounds. Uniqueness is not decided here, since it needs the index:
/// see <see cref="UniquenessGate"/>. Immutable, thread-safe.
/// </summary>
internal sealed class ContractChecker
{
    private readonly Source _source;
    private readonly int _timestamp;
    private readonly ColumnCheck[] _columns;

    internal ContractChecker(
        Source source, Contract? contract, IReadOnlyList<ColumnCheck> columns, IReadOnlyList<NamedRule> rules,
        IReadOnlyList<UniqueRule> uniqueRules, IReadOnlyList<MeasureRule> measures)
    {
        _source = source;
        _columns = [.. columns];
        _timestamp = TimestampIndex(source);
        Times = [.. source.Columns.Index().Where(column => column.Index != _timestamp && column.Item.Type == new DataType(ScalarType.Timestamp)).Select(static column => new TimeColumn(column.Index, column.Item.Name))];
        Contract = contract;
        Rules = rules;
        UniqueRules = uniqueRules;
        Measures = measures;
    }

    /// <summary>The contract; null when the source has none.</summary>
    internal Contract? Contract { get; }

    /// <summary>Every rule that is checked event by event, also those that cannot be applied, in the order of the contract.</summary>
    internal IReadOnlyList<NamedRule> Rules { get; }

    internal IReadOnlyList<UniqueRule> UniqueRules { get; }

    internal IReadOnlyList<MeasureRule> Measures { get; }

    /// <summary>The other columns that hold times.</summary>
    internal IReadOnlyList<TimeColumn> Times { get; }

    /// <summary>The event time of converted values; null when it is null.</summary>
    internal Instant? EventTimeOf(ReadOnlySpan<Value> values) => values[_timestamp].IsNull ? null : values[_timestamp].AsInstant();

    /// <summary>Adds every rule that the values break to the verdict.</summary>
    /// <param name="values">Values in the order of the source's columns.</param>
    /// <param name="failed">Columns that could not be read; their rules stay silent.</param>
    /// <param name="now">When the event arrives.</param>
    /// <param name="verdict">Receives the answers.</param>
    internal void Check(ReadOnlySpan<Value> values, ReadOnlySpan<bool> failed, Instant now, RecordVerdict verdict)
    {
        foreach (var column in _columns)
        {
            if (column.Index < 0)
            {
                column.Apply(Value.Null, verdict);
            }
            else if (!failed[column.Index])
            {
                column.Apply(values[column.Index], verdict);
            }
        }

        if (EventTimeOf(values) is { } eventTime && BoundsMessage(eventTime, now) is { } message)
        {
            verdict.Errors.Add(new Violation(EventRules.EventTimeBounds, _source.TimestampColumn, eventTime.ToString(), message));
        }
    }

    private string? BoundsMessage(Instant eventTime, Instant now)
    {
        if (_source.EarliestEventTime is { } earliest && eventTime < earliest)
        {
            return $"The event time '{eventTime}' is before '{earliest}', the earliest that source '{_source.Name}' takes ('earliest_event_time').";
        }

        return _source.MaxAhead is { } ahead && eventTime - now > ahead
            ? $"The event time '{eventTime}' is more than {Duration.Format(ahead)} ahead of its arrival at '{now}' ('max_ahead' of source '{_source.Name}')."
            : null;
    }

    private static int TimestampIndex(Source source)
    {
        var index = SourceColumns.IndexOf(source, source.TimestampColumn);
        return index >= 0 ? index : throw new IngestionException(
            IngestionErrorCode.InvalidRequest,
            $"Source '{source.Name}' has no column '{source.TimestampColumn}' that could hold the event time. Correct 'timestamp' of the source.");
    }
}
