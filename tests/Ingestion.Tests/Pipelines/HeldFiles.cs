using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Ingestion.Tests.Pipelines;

/// <summary>Files that hold a writer up, or refuse it, when a file begins at a sequence.</summary>
internal sealed class HeldFiles(IOfflineFiles inner) : IOfflineFiles
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _failures;

    /// <summary>A file that begins here or later is never written; none by default.</summary>
    public long HeldFrom { get; init; } = long.MaxValue;

    /// <summary>How many writes fail before the first succeeds.</summary>
    public int Failing { get; init; }

    /// <summary>Completes when a writer is held up.</summary>
    public Task Reached => _reached.Task;

    public async Task<OfflineFile> WriteAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken)
    {
        if (range.FirstSequence >= HeldFrom)
        {
            _reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return _failures++ < Failing
            ? throw new FeatureStoreException(FeatureStoreErrorCode.OfflineEngineFailed, "The disk is full.")
            : await inner.WriteAsync(view, range, before, rows, cancellationToken);
    }

    public Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken)
        => inner.MergeAsync(view, range, files, cancellationToken);

    public Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);
}
