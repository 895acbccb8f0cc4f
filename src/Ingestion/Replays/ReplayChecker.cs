using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Files;
using Ingestion.Model;

namespace Ingestion.Replays;

/// <summary>Sends quarantined events of one source through the checks of the contract in force. Not thread-safe.</summary>
internal sealed class ReplayChecker(IngestionTarget target, IRecordReaderFactory readers, TimeProvider clock)
{
    private readonly ContractChecker _contract = ContractCompiler.Compile(target.Source, target.Contract, target.PatternTimeout);
    private (QuarantineOrigin Origin, IReadOnlyList<string> Names, RecordChecker Checker)? _last;

    /// <summary>Checks an event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="tally">Receives what measures count.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    internal async Task<CheckedRecord> CheckAsync(QuarantinedEvent item, IngestionTally tally, CancellationToken cancellationToken)
    {
        var (names, checker) = CheckerOf(item.Origin);
        var reader = new QuarantinedRecordReader(item, readers, names);
        await using var closing = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return checker.Check(reader, tally);
    }

    // Events of one origin come one after the other, so the last one is all that need be remembered.
    private (IReadOnlyList<string> Names, RecordChecker Checker) CheckerOf(QuarantineOrigin origin)
    {
        if (_last is { } last && last.Origin.Fingerprint == origin.Fingerprint)
        {
            return (last.Names, last.Checker);
        }

        var source = target.Source;
        IReadOnlyList<string> names = origin.Kind == OriginKind.CsvFile ? origin.Header : [.. source.Columns.Select(column => RecordConverter.NameOf(column, origin.Kind))];
        var checker = new RecordChecker(source, _contract, RecordConverter.CreateForOldFile(source, origin.Kind, names), origin.Targets, clock);
        _last = (origin, names, checker);
        return (names, checker);
    }
}
