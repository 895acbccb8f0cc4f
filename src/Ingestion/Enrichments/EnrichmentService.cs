using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Enrichments;

/// <summary>Runs one pump for each enriched source in force and partition of its stream, and follows the definitions. Thread-safe.</summary>
public sealed class EnrichmentService : PumpService, IEnrichmentStatuses
{
    private readonly ISourceRegistry _sources;
    private readonly IEventLog _log;
    private readonly EnrichmentPumpFactory _factory;
    private readonly IngestionOptions _options;
    private readonly ILogger<EnrichmentService> _logger;
    private readonly PumpSet<(string Source, int Version, int Partition), EnrichmentPump> _pumps = new();
    private long? _followed;

    internal EnrichmentService(
        ISourceRegistry sources, IEventLog log, EnrichmentPumpFactory factory, IOptions<IngestionOptions> options, TimeProvider clock, ILogger<EnrichmentService> logger)
        : base(options.Value, clock) => (_sources, _log, _factory, _options, _logger) = (sources, log, factory, options.Value, logger);

    /// <inheritdoc />
    public IReadOnlyList<EnrichmentStatus> Statuses
        => [.. _pumps.All.Select(static pump => pump.Status).OrderBy(static status => status.Source, StringComparer.Ordinal).ThenBy(static status => status.Partition)];

    private protected override void Open() => _pumps.Open();

    private protected override Task CloseAsync() => _pumps.CloseAsync();

    private protected override void NotFollowed(CatalogException error, TimeSpan pause) => Log.EnrichmentsNotFollowed(_logger, error, pause);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        var stamp = _sources.Stamp;
        if (stamp == _followed)
        {
            return;
        }

        var wanted = new Dictionary<(string Source, int Version, int Partition), Source>();
        foreach (var source in _sources.Sources.Where(static source => source.From is not null))
        {
            for (var partition = await PrepareAsync(source, source.From!, cancellationToken).ConfigureAwait(false) - 1; partition >= 0; partition--) // Only those with a stream.
            {
                wanted.Add((source.Name, source.Version, partition), source);
            }
        }

        if (_followed is null)
        {
            await _factory.EndUnwantedRunsAsync(wanted.Select(static pair => (pair.Value, pair.Key.Partition)), cancellationToken).ConfigureAwait(false);
        }

        await _pumps.MatchAsync(wanted, (key, source) => _factory.Create(source, source.From!, key.Partition)).ConfigureAwait(false); // As above.
        _followed = stamp;
    }

    /// <summary>Makes the topics.</summary>
    /// <returns>Partitions of the stream.</returns>
    private async Task<int> PrepareAsync(Source source, string stream, CancellationToken cancellationToken)
    {
        await _log.EnsureTopicAsync(stream, _options.Partitions, cancellationToken).ConfigureAwait(false);
        var partitions = await _log.GetPartitionCountAsync(stream, cancellationToken).ConfigureAwait(false);
        await _log.EnsureTopicAsync(source.Name, partitions, cancellationToken).ConfigureAwait(false);
        return partitions;
    }
}
