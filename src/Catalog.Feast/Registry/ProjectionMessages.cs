using FeatureStore.Model;
using Ingestion.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>What is taken from one view, in Feast's shape.</summary>
internal static class ProjectionMessages
{
    private const string ViewType = "featureView"; // Feast writes it for on-demand views, too.

    /// <param name="projection">The projection.</param>
    /// <param name="view">The view that it names; null when there is none now.</param>
    /// <param name="source">The source of the view; null leaves the history out.</param>
    internal static Proto.FeatureViewProjection Of(FeatureProjection projection, FeatureView? view, Source? source)
    {
        var message = Of(projection, view?.Features.Select(static feature => (feature.Name, ViewMessages.Of(feature))) ?? []);
        if (view is not null && source is not null)
        {
            message.BatchSource = SourceMessages.History(view, source);
        }

        return message;
    }

    internal static Proto.FeatureViewProjection Of(FeatureProjection projection, OnDemandFeatureView view)
        => Of(projection, view.Features.Select(static feature => (feature.Name, OnDemandMessages.Of(feature))));

    private static Proto.FeatureViewProjection Of(FeatureProjection projection, IEnumerable<(string Name, Proto.FeatureSpecV2 Column)> columns)
    {
        var message = new Proto.FeatureViewProjection { FeatureViewName = projection.View, FeatureViewNameAlias = projection.Alias ?? string.Empty, ViewType = ViewType };
        var byName = columns.ToList();
        message.FeatureColumns.AddRange(
            projection.Features.Count == 0
                ? byName.Select(static column => column.Column)
                : projection.Features.SelectMany(name => byName.Where(column => column.Name == name)).Select(static column => column.Column));
        message.JoinKeyMap.Add(projection.JoinKeyMap.ToDictionary());
        return message;
    }
}
