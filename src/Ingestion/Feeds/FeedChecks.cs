using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Feeds;

/// <summary>Keeps what the checks of a run say, once a second while records come. A store that cannot be written holds nobody up: it is tried again. Not thread-safe.</summary>
internal sealed class FeedChecks(ICheckResultStore store, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private (FeedTarget Target, IngestionMark Mark)? _news;
    private Instant _keptAt = Instant.MinValue;

    /// <summary>A batch was written.</summary>
    internal async Task NoteAsync(FeedTarget target, IngestionMark mark, CancellationToken cancellationToken)
    {
        if (_news is { } before && before.Mark.RunId != mark.RunId)
        {
            await KeepAsync(cancellationToken).ConfigureAwait(false);
        }

        _news = (target, mark);
        if (Instant.Now(clock) - _keptAt >= Every)
        {
            await KeepAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores what is new.</summary>
    internal async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (_news is not var (target, mark))
        {
            return;
        }

        try
        {
            _keptAt = Instant.Now(clock);
            await store.SaveAsync(new CheckReport(target.Contract, target.Source.Name, mark.RunId, mark.Tally, _keptAt).Make(), cancellationToken).ConfigureAwait(false);
            _news = null;
        }
        catch (CatalogException error)
        {
            Log.FeedChecksNotKept(logger, error, target.Source.Name);
        }
    }
}
