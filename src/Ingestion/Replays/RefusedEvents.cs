using FeatureStore.Ports;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Replays;

/// <summary>Looks through the quarantine for the events of an entity, as an erasure asks. Thread-safe.</summary>
internal sealed class RefusedEvents(ISourceRegistry registry, IQuarantineStore quarantine, IRecordReaderFactory readers) : IRefusedEvents
{
    private const int EventsAtOnce = 500;

    public string SourceOf(string source)
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        while (passed.Add(source) && registry.FindSource(source)?.From is { } from)
        {
            source = from;
        }

        return source;
    }

    public async Task<RefusedMatches> FindAsync(string source, IReadOnlyList<IReadOnlyList<KeyPart>> keys, CancellationToken cancellationToken)
    {
        var search = new RefusedKeySearch(VersionsOf(source), keys, readers);
        var (matches, unreadable) = (new List<long>(), 0L);
        var filter = new QuarantineFilter { Source = source };
        for (var last = 0L; await quarantine.ReadAsync(filter, last, EventsAtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } events; last = events[^1].Id)
        {
            foreach (var item in events)
            {
                switch (await search.HasKeyAsync(item, cancellationToken).ConfigureAwait(false))
                {
                    case true:
                        matches.Add(item.Id);
                        break;
                    case null:
                        unreadable++;
                        break;
                    default:
                        break;
                }
            }
        }

        return new RefusedMatches(matches, unreadable);
    }

    public Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) => quarantine.RemoveAsync(ids, cancellationToken);

    /// <summary>All versions of the source, the newest first: what was refused long ago names its fields as the source did then.</summary>
    private IReadOnlyList<Source> VersionsOf(string source)
        => registry.FindSource(source) is not { } newest ? []
            : [newest, .. Enumerable.Range(1, newest.Version - 1).Reverse().Select(version => registry.FindSource(source, version)).OfType<Source>()];
}
