using System.Buffers;
using System.Runtime.InteropServices;
using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>Converts and checks the records of one file or push, one after the other. Not thread-safe.</summary>
internal sealed class RecordChecker
{
    private readonly Source _source;
    private readonly ContractChecker _contract;
    private readonly RecordConverter _converter;
    private readonly EventTargets _targets;
    private readonly TimeProvider _clock;
    private readonly EventKeys _keys;
    private readonly Value[] _values;
    private readonly bool[] _failed;
    private readonly RecordVerdict _verdict = new();
    private readonly UndeclaredFields _undeclared = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private string[] _lastWarnings = [];

    internal RecordChecker(Source source, ContractChecker contract, RecordConverter converter, EventTargets targets, TimeProvider clock)
    {
        _source = source;
        _contract = contract;
        _converter = converter;
        _targets = targets;
        _clock = clock;
        _keys = new EventKeys(source);
        _values = new Value[source.Columns.Count];
        _failed = new bool[source.Columns.Count];
    }

    /// <summary>Checks the record on which the reader stands.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="tally">Receives what measures count.</param>
    internal CheckedRecord Check(IRawRecordReader reader, IngestionTally tally)
    {
        _verdict.Clear();
        Instant? eventTime = null;
        UniqueKey[] keys = [];
        if (reader.Damage is { } damage)
        {
            _verdict.Errors.Add(new Violation(EventRules.Malformed, null, OffendingText.OfRaw(reader.Raw.Span), damage));
        }
        else
        {
            _converter.Convert(reader, _values, _verdict.Errors, _failed);
            _contract.Check(_values, _failed, Instant.Now(_clock), _verdict);
            _undeclared.Warn(reader.Others, _verdict.Warnings);
            eventTime = _contract.EventTimeOf(_values);
            keys = KeysOf();
            CountMeasures(tally);
            CountFuture(eventTime, tally);
        }

        var isAccepted = _verdict.Errors.Count == 0;
        return new CheckedRecord
        {
            RecordNumber = reader.RecordNumber,
            LineNumber = reader.LineNumber,
            ByteOffset = reader.ByteOffset,
            Raw = isAccepted && keys.Length == 0 ? default : reader.Raw.ToArray(),
            Received = isAccepted && keys.Length == 0 ? null : reader.Received,
            Payload = isAccepted ? EventPayload.Encode(_buffer, _source.Version, _targets, _values) : default,
            Key = isAccepted ? _keys.Of(_values) : default,
            Values = keys.Length == 0 ? [] : [.. _values],
            EventTime = eventTime,
            Errors = isAccepted ? [] : [.. _verdict.Errors],
            Warnings = WarningsOf(),
            Undecided = _verdict.Undecided.Count == 0 ? [] : [.. _verdict.Undecided],
            Keys = keys,
        };
    }

    /// <summary>Records of a feed often break the same rules, then they share the list.</summary>
    private string[] WarningsOf()
    {
        var warnings = CollectionsMarshal.AsSpan(_verdict.Warnings);
        if (!warnings.SequenceEqual(_lastWarnings))
        {
            _lastWarnings = warnings.ToArray();
        }

        return _lastWarnings;
    }

    private UniqueKey[] KeysOf()
    {
        if (_contract.UniqueRules.Count == 0)
        {
            return [];
        }

        var keys = new List<UniqueKey>(_contract.UniqueRules.Count);
        foreach (var rule in _contract.UniqueRules)
        {
            if (rule.Hash(_values) is { } hash)
            {
                keys.Add(new UniqueKey(rule, hash));
            }
        }

        return [.. keys];
    }

    private void CountFuture(Instant? eventTime, IngestionTally tally)
    {
        if (eventTime is not { } at)
        {
            return;
        }

        foreach (var column in _contract.Times)
        {
            if (column.IsAfter(_values, at))
            {
                tally.CountMeasure(column.Rule);
            }
        }
    }

    private void CountMeasures(IngestionTally tally)
    {
        foreach (var measure in _contract.Measures)
        {
            if (measure.Counts(_values))
            {
                tally.CountMeasure(measure.Name.Name);
            }
        }
    }
}
