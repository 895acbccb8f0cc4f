using Catalog.Core.Model;
using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Events;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Topics;

/// <summary>What the records of a topic are checked against under one state of the definitions. Not thread-safe.</summary>
internal sealed class TopicTarget
{
    private readonly TopicRecordReader _reader;
    private readonly RecordChecker _checker;

    private TopicTarget(long stamp, IngestionTarget target, ContractChecker contract, TopicRecordReader reader, RecordChecker checker)
        => (Stamp, Source, Declared, Contract, _reader, _checker) = (stamp, target.Source, target.Contract, contract, reader, checker);

    /// <summary>The state of the definitions.</summary>
    internal long Stamp { get; }

    internal Source Source { get; }

    /// <summary>The contract; null when the source declares none.</summary>
    internal Contract? Declared { get; }

    /// <summary>The contract, compiled.</summary>
    internal ContractChecker Contract { get; }

    /// <exception cref="IngestionException">The source or its contract does not exist, or the contract does not fit.</exception>
    internal static TopicTarget Open(ISourceRegistry registry, IRecordReaderFactory readers, string source, SourceTopic topic, TimeSpan patternTimeout, TimeProvider clock)
    {
        var stamp = registry.Stamp;
        var target = IngestionTarget.Find(registry, source, patternTimeout);
        var contract = ContractCompiler.Compile(target.Source, target.Contract, patternTimeout);
        string[] names = [.. target.Source.Columns.Select(static column => RecordConverter.NameOf(column, OriginKind.Topic))];
        var checker = new RecordChecker(target.Source, contract, RecordConverter.Create(target.Source, OriginKind.Topic, names), EventTargets.Both, clock);
        return new TopicTarget(stamp, target, contract, readers.OpenPayloads(topic, names), checker);
    }

    /// <summary>Decodes and checks records.</summary>
    internal async Task<RecordBatch> CheckAsync(IReadOnlyList<TopicRecord> records, CancellationToken cancellationToken)
    {
        var tally = new IngestionTally();
        var batch = new List<CheckedRecord>(records.Count);
        foreach (var record in records)
        {
            await _reader.MoveToAsync(record, cancellationToken).ConfigureAwait(false);
            batch.Add(_checker.Check(_reader, tally));
        }

        return new RecordBatch(batch, tally, IsLast: false);
    }
}
