using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Lineage.Runs;

internal sealed class RunChanges : IRunChanges
{
    private readonly ConcurrentDictionary<Subscription, bool> _subscriptions = new();

    /// <summary>Whether anybody reads.</summary>
    public bool IsFollowed => !_subscriptions.IsEmpty;

    public void Publish(Guid runId)
    {
        foreach (var subscription in _subscriptions.Keys)
        {
            subscription.Add(runId);
        }
    }

    public IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken cancellationToken)
    {
        // Registered here and not at the first step of the reader, so that nothing is missed between the call and that step.
        var subscription = new Subscription();
        _subscriptions[subscription] = true;
        return ReadAsync(subscription, cancellationToken);
    }

    private async IAsyncEnumerable<Guid> ReadAsync(Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await subscription.WaitAsync(cancellationToken).ConfigureAwait(false);
                foreach (var runId in subscription.Take())
                {
                    yield return runId;
                }
            }
        }
        finally
        {
            _subscriptions.TryRemove(subscription, out _);
        }
    }

    private sealed class Subscription
    {
        private readonly Lock _lock = new();
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        private HashSet<Guid> _pending = [];

        public void Add(Guid runId)
        {
            lock (_lock)
            {
                _pending.Add(runId);
            }

            _signal.Writer.TryWrite(true);
        }

        public async Task WaitAsync(CancellationToken cancellationToken)
            => await _signal.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

        public HashSet<Guid> Take()
        {
            lock (_lock)
            {
                return Interlocked.Exchange(ref _pending, []);
            }
        }
    }
}
