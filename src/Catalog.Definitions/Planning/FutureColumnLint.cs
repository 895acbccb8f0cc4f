using System.Globalization;
using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>
/// Warns of features that read a column whose values were not known when the event happened: its source declares it a label, or it was seen to hold times after the event. It is no error,
/// since a time may be agreed beforehand.
/// </summary>
internal sealed class FutureColumnLint(FutureColumns? columns = null)
{
    private static readonly Dictionary<string, FutureColumn> Unseen = [];

    /// <summary>The plan with a warning for each such feature of the views that it changes.</summary>
    public async Task<DefinitionPlan> AddAsync(DefinitionPlan plan, PlanOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Next is null)
        {
            return plan;
        }

        var findings = new FindingList();
        findings.AddRange(plan.Findings);
        foreach (var (id, document) in outcome.Incoming)
        {
            // Against another event time nothing was declared or observed.
            if (document.Draft is FeatureViewDraft draft && outcome.Next.Models.GetValueOrDefault(id) is FeatureView view
                && FindRoot(outcome.Next, view.Source) is { } source && source.TimestampColumn == view.TimestampColumn)
            {
                var labels = source.Columns.Where(static column => column.IsLabel).Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
                Check(draft, view, labels, columns is null ? Unseen : await columns.FindAsync(source.Name, cancellationToken).ConfigureAwait(false), findings);
            }
        }

        return plan with { Findings = findings.ToSorted() };
    }

    // The events of a source that is made of another were checked there.
    private static Source? FindRoot(DefinitionParts definitions, string name)
    {
        var source = definitions.Models.GetValueOrDefault(new DefinitionId(DefinitionKind.Source, name)) as Source;
        while (source?.From is { } stream)
        {
            source = definitions.Models.GetValueOrDefault(new DefinitionId(DefinitionKind.Source, stream)) as Source;
        }

        return source;
    }

    private static void Check(FeatureViewDraft draft, FeatureView view, HashSet<string> labels, IReadOnlyDictionary<string, FutureColumn> future, FindingList findings)
    {
        foreach (var (feature, column) in ViewDataset.ReadColumns(view))
        {
            if (WhyOf(view, column, labels, future) is { } why && draft.Features.FirstOrDefault(candidate => candidate.Name.Value == feature) is { } place)
            {
                findings.Warning(
                    DefinitionRules.FutureColumn, $"{why}: '{feature}' may tell what nobody knew then.", PlaceOf(place),
                    "Keep it as a label, or ask for training sets as known at the time of each row.");
            }
        }
    }

    // What was seen says more than what is declared.
    private static string? WhyOf(FeatureView view, string column, HashSet<string> labels, IReadOnlyDictionary<string, FutureColumn> future)
    {
        if (future.TryGetValue(column, out var seen))
        {
            return string.Create(CultureInfo.InvariantCulture, $"'{column}' of '{view.Source}' held a time after the event in {seen.Later:N0} of {seen.Checked:N0} events");
        }

        return labels.Contains(column) ? $"'{column}' of '{view.Source}' is declared a label, which is known only after the event" : null;
    }

    private static SourceLocation PlaceOf(FeatureDraft feature) => feature.Aggregation?.At ?? feature.From.At;
}
