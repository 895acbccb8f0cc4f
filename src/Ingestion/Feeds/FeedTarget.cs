using Catalog.Core.Model;
using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Events;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Feeds;

/// <summary>What the records of a feed are checked against under one state of the definitions. Not thread-safe.</summary>
internal sealed class FeedTarget
{
    private readonly FeedRecordReader _reader;
    private readonly RecordChecker _checker;

    private FeedTarget(long stamp, IngestionTarget target, ContractChecker contract, FeedRecordReader reader, RecordChecker checker)
        => (Stamp, Source, Declared, Contract, _reader, _checker) = (stamp, target.Source, target.Contract, contract, reader, checker);

    /// <summary>The state of the definitions.</summary>
    internal long Stamp { get; }

    internal Source Source { get; }

    /// <summary>The contract; null when the source declares none.</summary>
    internal Contract? Declared { get; }

    /// <summary>The contract, compiled.</summary>
    internal ContractChecker Contract { get; }

    /// <exception cref="IngestionException">The source or its contract does not exist, or the contract does not fit.</exception>
    internal static FeedTarget Open(ISourceRegistry registry, IRecordReaderFactory readers, string source, IFeed feed, TimeSpan patternTimeout, TimeProvider clock)
    {
        var stamp = registry.Stamp;
        var target = IngestionTarget.Find(registry, source, patternTimeout);
        var contract = ContractCompiler.Compile(target.Source, target.Contract, patternTimeout);
        string[] names = [.. target.Source.Columns.Select(column => RecordConverter.NameOf(column, feed.Kind))];
        var checker = new RecordChecker(target.Source, contract, RecordConverter.Create(target.Source, feed.Kind, names), EventTargets.Both, clock);
        return new FeedTarget(stamp, target, contract, feed.OpenPayloads(readers, names), checker);
    }

    /// <summary>Decodes and checks records; those that say nothing about a row are left out.</summary>
    internal async Task<RecordBatch> CheckAsync(IReadOnlyList<FeedRecord> records, CancellationToken cancellationToken)
    {
        var tally = new IngestionTally();
        var batch = new List<CheckedRecord>(records.Count);
        foreach (var record in records)
        {
            await _reader.MoveToAsync(record, cancellationToken).ConfigureAwait(false);
            if (!_reader.IsPassedOver)
            {
                batch.Add(_checker.Check(_reader, tally));
            }
        }

        return new RecordBatch(batch, tally, IsLast: false);
    }
}
