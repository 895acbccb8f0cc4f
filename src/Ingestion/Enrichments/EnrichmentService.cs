using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
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
    private readonly SharedPumps _shared;
    private readonly PumpSet<(string Source, int Version, int Partition, PartitionShare Share), EnrichmentPump> _pumps = new();
    private (long Definitions, long Shares)? _followed;

    internal EnrichmentService(
        ISourceRegistry sources, IEventLog log, EnrichmentPumpFactory factory, SharedPumps shared, IOptions<IngestionOptions> options, TimeProvider clock, ILogger<EnrichmentService> logger)
        : base(options.Value, clock) => (_sources, _log, _factory, _shared, _options, _logger) = (sources, log, factory, shared, options.Value, logger);

    /// <inheritdoc />
    public IReadOnlyList<EnrichmentStatus> Statuses
        => [.. ListStatuses().OrderBy(static status => status.Source, StringComparer.Ordinal).ThenBy(static status => status.Partition)];

    private protected override void Open() => _pumps.Open();

    private protected override Task CloseAsync() => _pumps.CloseAsync();

    private protected override void NotFollowed(CatalogException error, TimeSpan pause) => Log.EnrichmentsNotFollowed(_logger, error, pause);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        var pumps = _pumps.All.Where(static pump => pump.Share.Epoch > 0);
        await _shared.TellAsync(
            [.. pumps.Select(pump => _shared.Report(pump.Status.Source, pump.Share) with { Stream = pump.Status })], cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<EnrichmentStatus> ListStatuses()
    {
        var mine = _pumps.All.ConvertAll(static pump => pump.Status);
        var here = mine.Select(static status => (status.Source, status.Partition)).ToHashSet();
        return mine.Concat(_shared.ListStreams().Where(status => !here.Contains((status.Source, status.Partition)) && _sources.FindSource(status.Source)?.From == status.Stream));
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var stamp = (_sources.Stamp, _shared.Shares.Stamp);
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

        _shared.Shares.Follow(this, [.. wanted.Values.Select(static source => source.From!).Distinct()]); // Only those with a stream.
        if (_followed is null && _shared.CanWork)
        {
            await _factory.EndUnwantedRunsAsync(wanted.Select(static pair => (pair.Value, pair.Key.Partition)), cancellationToken).ConfigureAwait(false);
        }

        var mine = new Dictionary<(string Source, int Version, int Partition, PartitionShare Share), Source>();
        foreach (var (key, source) in wanted)
        {
            if (_shared.Shares.Find(source.From!, key.Partition) is { } share) // As above.
            {
                mine.Add((key.Source, key.Version, key.Partition, share), source);
            }
        }

        await _pumps.MatchAsync(
            mine, key => !wanted.ContainsKey((key.Source, key.Version, key.Partition)), (key, source) => _factory.Create(source, source.From!, key.Share)).ConfigureAwait(false); // As above.
        _followed = stamp;
    }

    /// <summary>Makes the topics.</summary>
    /// <returns>Partitions of the stream.</returns>
    private async Task<int> PrepareAsync(Source source, string stream, CancellationToken cancellationToken)
    {
        await _log.EnsureTopicAsync(stream, _options.PartitionsOf(_sources.FindSource(stream)), cancellationToken).ConfigureAwait(false);
        var partitions = await _log.GetPartitionCountAsync(stream, cancellationToken).ConfigureAwait(false);
        await _log.EnsureTopicAsync(source.Name, partitions, cancellationToken).ConfigureAwait(false);
        return partitions;
    }
}
