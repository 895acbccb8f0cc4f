namespace Catalog.Client;

/// <summary>Asks again while the server is away: runs go on by themselves after a restart, so who follows one need not end.</summary>
/// <param name="options">How long, and by which clock.</param>
/// <param name="goesOn">What becomes of the work when the server stays away, as a sentence.</param>
internal sealed class Patience(CatalogClientOptions options, string goesOn)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long? _awaySince;

    /// <summary>Makes the call until it has an answer that is not about waiting.</summary>
    internal async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var answer = await call().ConfigureAwait(false);
                IsBack();
                return answer;
            }
            catch (CatalogException failure) when (failure.IsTransient)
            {
                await BearAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The server is there: what was waited for counts no more.</summary>
    internal void IsBack() => _awaySince = null;

    /// <summary>Waits a moment after a failure.</summary>
    /// <exception cref="CatalogException">The patience is over.</exception>
    internal async Task BearAsync(CatalogException failure, CancellationToken cancellationToken)
    {
        _awaySince ??= options.Time.GetTimestamp();
        var waited = options.Time.GetElapsedTime(_awaySince.Value);
        if (waited >= options.Patience)
        {
            throw failure.With($"That went on for {waited.TotalSeconds:0} seconds (CatalogClientOptions.Patience). {goesOn}", isTransient: true);
        }

        var pause = failure.RetryAfter ?? Pause;
        var left = options.Patience - waited;
        await Task.Delay(pause < left ? pause : left, options.Time, cancellationToken).ConfigureAwait(false);
    }
}
