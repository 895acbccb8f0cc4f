using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Ports;

namespace Ingestion.Captures;

/// <summary>
/// Looks for slots of sources that are gone. A slot that nobody reads makes its server keep the log until its disk is full, so they are shown until somebody drops them. Asked for in the background, now and
/// again; nobody waits. Thread-safe.
/// </summary>
internal sealed class LeftSlots(IChangeCaptures captures, ISourceRegistry sources, TimeProvider clock)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private int _isLooking;
    private Instant? _lookedAt;
    private volatile IReadOnlyList<LeftSlot> _found = [];

    /// <summary>What was found.</summary>
    internal IReadOnlyList<LeftSlot> Found => _found;

    /// <summary>Begins a look when it is time for one.</summary>
    internal void Look()
    {
        var now = Instant.Now(clock);
        if (captures.Connections.Count == 0 || (_lookedAt is { } at && now - at < Every) || Interlocked.Exchange(ref _isLooking, 1) != 0)
        {
            return;
        }

        _lookedAt = now;
        _ = Task.Run(LookAsync);
    }

    /// <summary>Looks on all connections. One that is away keeps what was found before.</summary>
    internal async Task LookAsync()
    {
        try
        {
            var found = new List<LeftSlot>();
            foreach (var connection in captures.Connections)
            {
                found.AddRange(await FindAsync(connection).ConfigureAwait(false));
            }

            _found = found;
        }
        finally
        {
            Interlocked.Exchange(ref _isLooking, 0);
        }
    }

    private async Task<IEnumerable<LeftSlot>> FindAsync(string connection)
    {
        try
        {
            var slots = await captures.ListSlotsAsync(connection, CancellationToken.None).ConfigureAwait(false);
            var wanted = sources.Sources.Select(static source => source.Capture?.Slot).ToHashSet(StringComparer.Ordinal);
            return slots.Where(slot => !slot.IsActive && !wanted.Contains(slot.Name)).Select(slot => new LeftSlot(connection, slot.Name, slot.RetainedBytes));
        }
        catch (CatalogException)
        {
            return _found.Where(slot => slot.Connection == connection);
        }
    }
}
