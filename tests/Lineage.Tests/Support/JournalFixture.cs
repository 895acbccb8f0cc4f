using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Conformance.Lineage;
using Lineage.Ingest;
using Lineage.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lineage.Tests.Support;

/// <summary>A run journal as one process has it. Another fixture over the same store is the process after a restart.</summary>
internal sealed class JournalFixture
{
    public JournalFixture(ReferenceStore? store = null, ManualClock? clock = null, IRunClaims? claims = null)
    {
        Store = store ?? new ReferenceStore();
        Clock = clock ?? new ManualClock();
        var live = new LiveRuns();
        var recorder = new RunRecorder(
            new EventAppender(Store, Changes, Clock), Store, Changes, Clock, NullLogger<RunRecorder>.Instance);
        Watch = new RunWatch(claims ?? new MemoryRunClaims(new MemoryLeases(TimeProvider.System)), Process, live, Changes, Clock, NullLogger<RunWatch>.Instance);
        Journal = new RunJournal(Store, recorder, live, Watch, NullLogger<RunJournal>.Instance);
        Queries = new RunQueries(Store, Store, live, Watch);
    }

    public ThisProcess Process { get; } = ThisProcess.Alone();

    public RunWatch Watch { get; }

    public ReferenceStore Store { get; }

    public ManualClock Clock { get; }

    public RunChanges Changes { get; } = new();

    public RunJournal Journal { get; }

    public RunQueries Queries { get; }

    public static RunStart Start(int run = 1) => new()
    {
        RunId = EventBuilder.RunId(run),
        Kind = RunKind.Ingestion,
        Job = "ingest.loyalty-transactions",
        Domain = "loyalty",
        Title = "online_retail.csv.gz",
        Inputs = [new DatasetRef("file", "/data/online_retail.csv.gz") { Fields = [new("Quantity", new DataType(ScalarType.Int64))] }],
        Outputs = [Output(null)],
        Total = 541_909,
    };

    public static DatasetRef Output(long? rows) => DatasetRef.Source("loyalty-transactions") with
    {
        Fields = [new("quantity", new DataType(ScalarType.Int64)), new("tags", new DataType(ScalarType.String, IsList: true))],
        Origins =
        [
            new ColumnOrigin("quantity", new DatasetRef("file", "/data/online_retail.csv.gz"), "Quantity"),
            new ColumnOrigin(string.Empty, new DatasetRef("file", "/data/online_retail.csv.gz"), "CustomerID", Indirect: true),
        ],
        RowCount = rows,
        ByteCount = rows * 100,
    };

    /// <summary>Moves the clock by a second and waits, change by change, until the run has dealt with it.</summary>
    public async Task TickAsync(Func<bool> dealtWith, CancellationToken cancellationToken)
    {
        await using var changes = Changes.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        Clock.Advance(TimeSpan.FromSeconds(1));
        while (!dealtWith())
        {
            await changes.MoveNextAsync();
        }
    }

    internal sealed class StoreDownException() : CatalogException("store-down", ErrorCategory.Unavailable, "The store is down.");
}
