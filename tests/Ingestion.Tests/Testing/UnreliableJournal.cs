using Catalog.Core.Events;
using Conformance;

namespace Ingestion.Tests.Testing;

/// <summary>A journal whose first runs cannot be begun.</summary>
internal sealed class UnreliableJournal(int failing) : IRunJournal
{
    private int _starts;

    public RecordingRunJournal Inner { get; } = new();

    public Task<IRun> StartAsync(RunStart start, CancellationToken cancellationToken) => _starts++ < failing
        ? throw new IngestionException(IngestionErrorCode.EventLogUnavailable, "The database is away.")
        : Inner.StartAsync(start, cancellationToken);
}
