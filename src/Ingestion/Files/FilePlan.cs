using Ingestion.Batches;
using Ingestion.Contracts;
using Ingestion.Conversions;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Files;

/// <summary>What a file needs on its way into its source.</summary>
/// <param name="Stream">Where it comes from and goes to.</param>
/// <param name="Producer">Name under which the event log keeps its mark.</param>
/// <param name="Contract">The compiled contract.</param>
/// <param name="Checker">Checks its records.</param>
internal sealed record FilePlan(IngestionStream Stream, string Producer, ContractChecker Contract, RecordChecker Checker)
{
    /// <summary>Reads the header and compiles the contract against it.</summary>
    /// <exception cref="IngestionException">The file does not have the fields of the source, or the contract does not fit.</exception>
    internal static async Task<FilePlan> MakeAsync(
        IngestionJob job, IngestionTarget target, IRawRecordReader reader, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (source, contract, patternTimeout) = target;
        var header = await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        var kind = KindOf(source.Format);
        var converter = RecordConverter.Create(source, kind, header);
        var compiled = ContractCompiler.Compile(source, contract, patternTimeout);
        var origin = new QuarantineOrigin
        {
            Source = source.Name,
            Fingerprint = job.Fingerprint,
            Kind = kind,
            Name = job.Title,
            Header = kind == OriginKind.CsvFile ? header : [],
            Delimiter = source.Csv.Delimiter,
        };
        var producer = ProducerOf(job);
        return new FilePlan(
            new IngestionStream(source, contract, origin, job.RunId, producer), producer, compiled,
            new RecordChecker(source, compiled, converter, EventTargets.Both, clock));
    }

    // A forced run must not find the mark of the run before it, but its own after a crash.
    private static string ProducerOf(IngestionJob job) => job.Force ? $"file:{job.Fingerprint}:{job.RunId:N}" : $"file:{job.Fingerprint}";

    private static OriginKind KindOf(FileFormat format) => format switch
    {
        FileFormat.Csv => OriginKind.CsvFile,
        FileFormat.Ndjson => OriginKind.NdjsonFile,
        _ => OriginKind.ParquetFile,
    };
}
