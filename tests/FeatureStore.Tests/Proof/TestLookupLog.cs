using System.Collections.Concurrent;
using FeatureStore.Ports;
using FeatureStore.Proof;

namespace FeatureStore.Tests.Proof;

/// <summary>Takes lookups as a test tells it.</summary>
internal sealed class TestLookupLog : ILookupLog
{
    private readonly ConcurrentQueue<LoggedLookup> _lookups = new();

    /// <summary>Called before lookups are taken; what it throws comes out of the log.</summary>
    internal Func<Task> Before { get; set; } = static () => Task.CompletedTask;

    internal IReadOnlyCollection<LoggedLookup> Lookups => _lookups;

    public async ValueTask AppendAsync(IReadOnlyList<LoggedLookup> lookups, CancellationToken cancellationToken)
    {
        if (lookups.Count == 0)
        {
            return;
        }

        await Before();
        foreach (var lookup in lookups)
        {
            _lookups.Enqueue(lookup);
        }
    }

    public ValueTask<LookupLogExtent> GetExtentAsync(CancellationToken cancellationToken) => new(new LookupLogExtent(0, _lookups.Count, 0));

    public Task<IReadOnlyDictionary<LookupShape, long>> CountAsync(long first, long end, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LoggedLookup> ReadAsync(long first, long end, Predicate<LookupShape> wanted, CancellationToken cancellationToken) => throw new NotSupportedException();
}
