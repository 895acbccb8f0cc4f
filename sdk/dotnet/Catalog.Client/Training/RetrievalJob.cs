using System.Text.Json;

namespace Catalog.Client;

/// <summary>
/// A training set that the server is building, or has built. The building began when the job was made and goes on whoever waits for it. Disposing the job removes a training set without a name
/// from the server, and stops the building; one with a name stays, and is found again by <see cref="CatalogClient.GetSavedDatasetAsync"/>. Thread-safe.
/// </summary>
public sealed class RetrievalJob : DatasetReader, IAsyncDisposable
{
    private static readonly TimeSpan TidyLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly bool _keep;
    private DatasetRecord _record;
    private int _disposed;

    internal RetrievalJob(Transport transport, DatasetRecord record, bool keep)
        : base(transport, record.Name, split: null)
    {
        _record = record;
        _keep = keep;
    }

    /// <summary>Id of the training set and of the run that builds it.</summary>
    public Guid Id => _record.Id;

    /// <summary>What the server said last; <see cref="WaitAsync"/> asks until it has ended.</summary>
    public DatasetRecord Record => Volatile.Read(ref _record);

    private string Title => $"Building the training set '{Name}'";

    /// <summary>One part of a training set that is divided.</summary>
    /// <param name="name">Name of the part.</param>
    public DatasetSplit Split(string name) => new(this, name);

    /// <summary>Asks the server whether the building has ended, one way or another.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken = default)
    {
        if (!Record.HasEnded)
        {
            Volatile.Write(ref _record, await AskAsync(Id.ToString(), cancellationToken).ConfigureAwait(false));
        }

        return Record.HasEnded;
    }

    /// <summary>How far the building is now; null when it has not begun to count. Asks the server.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    public async Task<CatalogProgress?> GetProgressAsync(CancellationToken cancellationToken = default)
    {
        if (await IsDoneAsync(cancellationToken).ConfigureAwait(false))
        {
            return new CatalogProgress(Title, Record.RowCount, Record.RowCount, "rows");
        }

        try
        {
            var run = await Transport.AskAsync(new Call(Title, HttpMethod.Get, $"api/v1/runs/{Id}"), WireJson.Default.WireRun, cancellationToken).ConfigureAwait(false);
            return run.Run.Progress is not { } progress ? null : new CatalogProgress(
                Title, progress.Done, progress.Total, progress.Unit ?? string.Empty, progress.RemainingSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        }
        catch (CatalogException failure) when (failure.Kind == CatalogErrorKind.NotFound)
        {
            // The run is known a moment after the training set.
            return null;
        }
    }

    /// <summary>Waits until the training set is complete, also over a restart of the server. Stopping the wait does not stop the building.</summary>
    /// <param name="progress">Is told how far the building is.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The record of the complete training set.</returns>
    /// <exception cref="CatalogException">It failed (<see cref="CatalogErrorKind.RunFailed"/>), was cancelled, or the server was away for longer than <see cref="CatalogClientOptions.Patience"/>.</exception>
    public async Task<DatasetRecord> WaitAsync(IProgress<CatalogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var patience = new Patience(Transport.Options, $"The training set '{Name}' goes on as soon as the server is back.");
        for (var pause = FirstPause; !await patience.AskAsync(() => IsDoneAsync(cancellationToken), cancellationToken).ConfigureAwait(false); pause = Longer(pause))
        {
            if (progress is not null && await patience.AskAsync(() => GetProgressAsync(cancellationToken), cancellationToken).ConfigureAwait(false) is { } far)
            {
                progress.Report(far);
            }

            await Task.Delay(pause, Transport.Options.Time, cancellationToken).ConfigureAwait(false);
        }

        var record = Record;
        switch (record.State)
        {
            case DatasetState.Failed:
                throw new CatalogException(CatalogErrorKind.RunFailed, record.Error?.Code ?? "job-failed", Title, record.Error?.Message ?? string.Empty) { RunId = Id };
            case DatasetState.Cancelled:
                throw new CatalogException(CatalogErrorKind.RunCancelled, CatalogClientCodes.Cancelled, Title, $"the run {Id} was cancelled.") { RunId = Id };
            default:
                progress?.Report(new CatalogProgress(Title, record.RowCount, record.RowCount, "rows"));
                return record;
        }
    }

    /// <summary>Asks the server to stop the building.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    /// <exception cref="CatalogException">It has ended already; the code is <c>run-ended</c>.</exception>
    public Task CancelAsync(CancellationToken cancellationToken = default) =>
        Transport.SendAsync(new Call($"Cancelling the training set '{Name}'", HttpMethod.Post, $"{Route}/{Id}/cancel"), cancellationToken);

    /// <summary>What it was made of, as the server's document; waits until it is complete.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task<JsonElement> GetManifestAsync(CancellationToken cancellationToken = default)
    {
        await WaitAsync(null, cancellationToken).ConfigureAwait(false);
        return await SavedDataset.ReadManifestAsync(Transport, Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a training set without a name from the server, as far as that is there; one that is being built is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_keep && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await RemoveQuietlyAsync(Transport, Name).ConfigureAwait(false);
        }
    }

    internal override Task<DatasetRecord> CompleteAsync(CancellationToken cancellationToken) => WaitAsync(null, cancellationToken);

    /// <summary>Removes a training set; whoever tidies up has nobody to tell when that fails.</summary>
    internal static async Task RemoveQuietlyAsync(Transport transport, string name)
    {
        try
        {
            var call = new Call($"Removing the training set '{name}'", HttpMethod.Delete, $"{Route}/{Call.Escape(name)}") { Timeout = TidyLimit };
            await transport.SendAsync(call, CancellationToken.None).ConfigureAwait(false);
        }
        catch (CatalogException)
        {
            // The server lists what is left.
        }
        catch (ObjectDisposedException)
        {
            // The client was disposed before the job.
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
}
