using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>Reads what comparisons of logged lookups found. Thread-safe.</summary>
public sealed class ProofQuery(VerificationService verifications, DefinitionRegistry registry, TimeProvider clock)
{
    /// <summary>What is known of a view or on-demand view of that name.</summary>
    public async Task<ProofSummary> GetAsync(string view, CancellationToken cancellationToken) => Summarize(
        await verifications.FindLatestAsync(view, cancellationToken) is { } latest ? [latest] : [],
        await verifications.GetHistoryAsync(view, HistorySeries.Days, cancellationToken));

    /// <summary>What was found last for some views, without the days before.</summary>
    /// <param name="fits">Which, by name.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public async Task<ProofSummary> SummarizeAsync(Func<string, bool> fits, CancellationToken cancellationToken)
        => Summarize([.. (await ReadLatestAsync(cancellationToken)).Where(view => fits(view.View.Name))], []);

    /// <summary>What was found last for some views, and in the last 30 days.</summary>
    public async Task<ProofSummary> SummarizeWithDaysAsync(IReadOnlyCollection<string> views, CancellationToken cancellationToken)
    {
        var (latest, history) = (new List<ViewAgreement>(), new List<AgreementPoint>());
        foreach (var view in views)
        {
            if (await verifications.FindLatestAsync(view, cancellationToken) is { } found)
            {
                latest.Add(found);
                history.AddRange(await verifications.GetHistoryAsync(view, HistorySeries.Days, cancellationToken));
            }
        }

        return Summarize(latest, [.. history.OrderBy(static point => point.At)]);
    }

    /// <summary>Everything: all views, those that differ first, then those compared, each by name.</summary>
    public async Task<(ProofSummary Summary, IReadOnlyList<ProofLine> Lines)> ListAsync(CancellationToken cancellationToken)
    {
        var latest = (await ReadLatestAsync(cancellationToken)).ToDictionary(static view => view.View.Name, StringComparer.Ordinal);
        var history = await verifications.GetHistoryAsync(null, HistorySeries.Days, cancellationToken);
        var days = history.ToLookup(static point => point.View.Name, StringComparer.Ordinal);
        var definitions = registry.Current;
        var lines = definitions.Views.Select(static view => (view.Name, view.Domain, Kind: DefinitionKind.FeatureView))
            .Concat(definitions.OnDemandViews.Select(static view => (view.Name, view.Domain, Kind: DefinitionKind.OnDemandFeatureView)))
            .Select(view => new ProofLine(view.Name, view.Domain, DefinitionKinds.HrefOf(view.Kind, view.Name, view.Domain) + "/proof", latest.GetValueOrDefault(view.Name), [.. days[view.Name]]))
            .OrderBy(static line => line.Latest switch { { Differences: > 0 } => 0, null => 2, _ => 1 }).ThenBy(static line => line.Name, StringComparer.Ordinal)
            .ToList();
        return (Summarize([.. lines.Select(static line => line.Latest).OfType<ViewAgreement>()], history), lines);
    }

    private ProofSummary Summarize(IReadOnlyList<ViewAgreement> latest, IReadOnlyList<AgreementPoint> history) => new(latest, history, verifications.Recorded, Instant.Now(clock));

    private async Task<IReadOnlyList<ViewAgreement>> ReadLatestAsync(CancellationToken cancellationToken)
    {
        var found = new List<ViewAgreement>();
        foreach (var points in (await verifications.ListLatestAsync(cancellationToken)).GroupBy(static point => point.Verification))
        {
            var agreements = await verifications.GetAgreementsAsync(points.Key, cancellationToken);
            found.AddRange(agreements.Where(agreement => points.Any(point => point.View == agreement.View)));
        }

        return found;
    }
}
