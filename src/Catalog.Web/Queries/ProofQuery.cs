using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>Reads what comparisons of logged lookups found. Thread-safe.</summary>
public sealed class ProofQuery(VerificationService verifications, DefinitionRegistry registry, TimeProvider clock)
{
    /// <summary>What is known of a view or on-demand view of that name.</summary>
    public Task<ProofSummary> GetAsync(string view, CancellationToken cancellationToken) => SummarizeWithDaysAsync([view], cancellationToken);

    /// <summary>What was found last for some views, without the days before.</summary>
    public async Task<ProofSummary> SummarizeAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
        => new(await verifications.FindLatestAsync(views, cancellationToken), [], null, verifications.Recorded, Instant.Now(clock));

    /// <summary>What was found last for some views, and in the last 30 days.</summary>
    public async Task<ProofSummary> SummarizeWithDaysAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken) => await SummarizeAsync(views, cancellationToken) with
    {
        Days = await verifications.ListDaysAsync(views, HistorySeries.Days, cancellationToken),
        LastDifference = await verifications.FindLastDifferenceAsync(views, HistorySeries.Days, cancellationToken),
    };

    /// <summary>All views, and the days of those that are shown.</summary>
    /// <param name="start">Lines before those that are shown.</param>
    /// <param name="count">The most that are shown.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public async Task<ProofList> ListAsync(int start, int count, CancellationToken cancellationToken)
    {
        var latest = (await verifications.ListLatestAsync(cancellationToken)).ToLookup(static point => point.View.Name, StringComparer.Ordinal);
        var definitions = registry.Current;
        var lines = definitions.Views.Select(static view => (view.Name, view.Domain, Kind: DefinitionKind.FeatureView))
            .Concat(definitions.OnDemandViews.Select(static view => (view.Name, view.Domain, Kind: DefinitionKind.OnDemandFeatureView)))
            .Select(view => new ProofLine(view.Name, view.Domain, DefinitionKinds.HrefOf(view.Kind, view.Name, view.Domain) + "/proof", [.. latest[view.Name]]))
            .OrderBy(static line => line.Differences > 0 ? 0 : line.Latest.Count > 0 ? 1 : 2).ThenBy(static line => line.Name, StringComparer.Ordinal)
            .ToList();
        var shown = lines.Skip(start).Take(count).ToList();
        var days = (await verifications.ListDaysAsync([.. shown.Select(static line => line.Name)], HistorySeries.Days, cancellationToken)).ToLookup(static day => day.View, StringComparer.Ordinal);
        return new ProofList(lines, shown.ConvertAll(line => line with { Days = [.. days[line.Name]] }), verifications.Recorded, Instant.Now(clock));
    }
}
