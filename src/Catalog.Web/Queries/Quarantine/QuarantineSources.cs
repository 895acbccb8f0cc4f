using Catalog.Core.Values;
using Catalog.Definitions;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries.Quarantine;

/// <summary>Tells how much of each source waits in the quarantine. Thread-safe.</summary>
public sealed class QuarantineSources(IQuarantineStore store, DefinitionRegistry registry)
{
    /// <summary>Every source in force that takes events from outside, and every other one of which something waits; most open events first.</summary>
    public async Task<IReadOnlyList<QuarantineSource>> ListAsync(CancellationToken cancellationToken)
    {
        var waiting = new QuarantineFilter { State = QuarantineState.Open };
        var counts = await store.CountBySourceAsync(waiting, cancellationToken);
        var rules = (await store.CountByRuleAsync(waiting, cancellationToken)).ToLookup(static count => count.Source);
        var names = registry.Sources.Where(static source => source.From is null).Select(static source => source.Name).Union(counts.Keys);
        var found = new List<QuarantineSource>();
        foreach (var name in names)
        {
            var open = counts.GetValueOrDefault(name);
            var newest = open == 0 ? [] : (await store.GetPageAsync(waiting with { Source = name }, cursor: null, limit: 1, cancellationToken)).Events;
            found.Add(new QuarantineSource(name, registry.FindSource(name), open, [.. rules[name]], newest is [var last] ? last.ArrivalTime : null));
        }

        return [.. found.OrderByDescending(static source => source.Open).ThenBy(static source => source.Name, StringComparer.Ordinal)];
    }
}

/// <summary>A source with what waits of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The source in force; null when it was removed since.</param>
/// <param name="Open">Open events.</param>
/// <param name="Rules">The rules that they break, most first.</param>
/// <param name="Newest">When the newest of them arrived; null when there is none.</param>
public sealed record QuarantineSource(string Name, Source? Source, long Open, IReadOnlyList<RuleCount> Rules, Instant? Newest);
