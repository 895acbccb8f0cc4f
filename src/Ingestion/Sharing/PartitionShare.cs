namespace Ingestion.Sharing;

/// <summary>A partition that this process holds, until it must give it up. Thread-safe.</summary>
public sealed class PartitionShare
{
    private readonly Func<CancellationToken, Task<long>>? _take;
    private readonly Func<bool>? _isCertain;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<long>? _taking;
    private long _epoch;
    private int _users;
    private volatile bool _isGivenUp;

    /// <summary>A share of a partition that no other process can have.</summary>
    public PartitionShare(string source, int partition) => (Source, Partition) = (source, partition);

    /// <summary>A share of a partition that others may have before and after.</summary>
    /// <param name="source">The source.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="take">Gives a new number of ownership.</param>
    /// <param name="isCertain">Whether the process has heard lately that it still belongs to those who share.</param>
    public PartitionShare(string source, int partition, Func<CancellationToken, Task<long>> take, Func<bool> isCertain)
        : this(source, partition) => (_take, _isCertain) = (take, isCertain);

    /// <summary>The source.</summary>
    public string Source { get; }

    /// <summary>Its partition.</summary>
    public int Partition { get; }

    /// <summary>Whether this process may write for the partition.</summary>
    public bool IsHeld => !_isGivenUp && (_isCertain is null || _isCertain());

    /// <summary>The number of this ownership: greater than that of any earlier owner. 0 where there can be no other. Taken at the first call.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.PartitionLost"/>: the partition is not held any more.</exception>
    public ValueTask<long> GetEpochAsync(CancellationToken cancellationToken)
    {
        RequireHeld();
        return _take is null ? new(0L) : new(TakeAsync(0, _take, cancellationToken));
    }

    /// <summary>
    /// Takes a new number when a store refused <paramref name="refused"/> although the partition is still held: a process that had it before took its number late.
    /// </summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.PartitionLost"/>: the partition is not held any more.</exception>
    public async Task TakeAgainAsync(long refused, CancellationToken cancellationToken)
    {
        RequireHeld();
        if (_take is not null)
        {
            await TakeAsync(refused, _take, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.PartitionLost"/>: the partition is not held any more.</exception>
    public void RequireHeld()
    {
        if (!IsHeld)
        {
            throw new IngestionException(
                IngestionErrorCode.PartitionLost,
                $"Partition {Partition} of '{Source}' is not written by this process any more: another one has it or is about to. Nothing was written; that one goes on.");
        }
    }

    /// <summary>Counts a user of the share, until it disposes of what is returned.</summary>
    public IDisposable Use()
    {
        lock (_lock)
        {
            _users++;
        }

        return new User(this);
    }

    /// <summary>From now on the partition is not held.</summary>
    /// <returns>Completes when nobody uses the share any more.</returns>
    public Task GiveUp()
    {
        _isGivenUp = true;
        lock (_lock)
        {
            if (_users == 0)
            {
                _idle.TrySetResult();
            }
        }

        return _idle.Task;
    }

    /// <summary>The number at hand if it is greater than the one that was refused; else a new one, taken once for all who ask.</summary>
    private async Task<long> TakeAsync(long refused, Func<CancellationToken, Task<long>> take, CancellationToken cancellationToken)
    {
        Task<long> taking;
        lock (_lock)
        {
            if (_epoch > refused)
            {
                return _epoch;
            }

            taking = _taking ??= take(CancellationToken.None);
        }

        try
        {
            var epoch = await taking.WaitAsync(cancellationToken).ConfigureAwait(false);
            RequireHeld();
            lock (_lock)
            {
                return _epoch = Math.Max(_epoch, epoch);
            }
        }
        finally
        {
            lock (_lock)
            {
                _taking = taking.IsCompleted && _taking == taking ? null : _taking;
            }
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_users == 0 && _isGivenUp)
            {
                _idle.TrySetResult();
            }
        }
    }

    private sealed class User(PartitionShare share) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                share.End();
            }
        }
    }
}
