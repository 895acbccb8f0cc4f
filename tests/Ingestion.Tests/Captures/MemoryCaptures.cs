using System.Globalization;
using System.Text;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Captures;

/// <summary>A table in memory: changes in Debezium's envelope, of which the position is the number. Notes what is confirmed and dropped. Thread-safe.</summary>
internal sealed class MemoryCaptures : IChangeCaptures
{
    private readonly Lock _lock = new();
    private readonly List<string> _changes = [];

    public IReadOnlyList<string> Connections => ["memory"];

    internal string Confirmed { get; private set; } = string.Empty;

    internal List<string> Dropped { get; } = [];

    internal List<string> Slots { get; } = [];

    /// <summary>Why it can be read no more; null as long as it can.</summary>
    internal IngestionException? Failure { get; set; }

    internal static SourceCapture Capture { get; } = new() { Connection = "memory", Table = "shop.orders", Slot = "catalog_orders", Publication = "catalog_orders" };

    public CaptureAddress AddressOf(string connection) => new("db:5432", "shop");

    internal void Add(params string[] changes)
    {
        lock (_lock)
        {
            _changes.AddRange(changes);
        }
    }

    public Task<IChangeReader> OpenAsync(SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken)
        => Failure is { } failure ? Task.FromException<IChangeReader>(failure) : Task.FromResult<IChangeReader>(new Reader(this, begin));

    public Task DropAsync(SourceCapture capture, CancellationToken cancellationToken)
    {
        Dropped.Add(capture.Slot);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<CaptureSlot>> ListSlotsAsync(string connection, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<CaptureSlot>>([.. Slots.Select(static name => new CaptureSlot(name, name.EndsWith("active", StringComparison.Ordinal), 7))]);

    private sealed class Reader(MemoryCaptures table, CaptureBegin begin) : IChangeReader
    {
        private int _place = begin.Position.Length == 0 ? 0 : int.Parse(begin.Position, CultureInfo.InvariantCulture);
        private long _next = begin.Next;

        public CaptureFigures Figures => new() { Lsn = _place.ToString(CultureInfo.InvariantCulture), RetainedBytes = 100 };

        public async Task<CaptureBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken)
        {
            if (table.Failure is { } failure)
            {
                throw failure;
            }

            string[] changes;
            lock (table._lock)
            {
                changes = [.. table._changes.Skip(_place).Take(maxRecords)];
            }

            if (changes.Length == 0)
            {
                await Task.Delay(5, cancellationToken);
                return new CaptureBatch([], null, IsBehind: false);
            }

            _place += changes.Length;
            return new CaptureBatch([.. changes.Select(change => new FeedRecord(_next++, null, Encoding.UTF8.GetBytes(change), []))], _place.ToString(CultureInfo.InvariantCulture), IsBehind: true);
        }

        public void Confirm(string position) => table.Confirmed = position;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
