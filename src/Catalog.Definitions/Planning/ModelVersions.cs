using System.Globalization;
using FeatureStore.Expressions;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Planning;

/// <summary>Decides whether a view or a source means something else than before, so that its stored rows, or the values that were given out, must be told apart.</summary>
internal static class ModelVersions
{
    /// <summary>What counts, as text; null for kinds that have no model version.</summary>
    public static string? Signature(object model) => model switch
    {
        FeatureView view => string.Join(
            '\n',
            [
                view.Source, view.TimestampColumn, view.NullPolicy.ToString(),
                .. view.Entities.Select(static entity => $"key {entity.Name} {entity.JoinKey} {entity.Type}"),
                .. view.Features.Select(static feature => $"feature {feature.Name} {feature.Type} {From(feature)} {Signature(feature.Aggregation)}"),
                .. view.Inputs.Select(static input => $"input {input.Column} {input.Type}"),
                $"lateness {view.AllowedLateness.Ticks}",
            ]),
        OnDemandFeatureView view => string.Join(
            '\n',
            [
                .. view.Sources.Select(static source => $"source {source.View} {source.Alias} {string.Join(',', source.Features)} {string.Join(',', source.JoinKeyMap.OrderBy(static pair => pair.Key, StringComparer.Ordinal))}"),
                .. view.Requests.SelectMany(static request => request.Schema.Select(value => $"request {request.Name} {value.Name} {value.Type}")),
                .. view.Features.Select(static feature => $"feature {feature.Name} {feature.Type} {feature.From} {Normalize(feature.Expression)}"),
            ]),
        Source source => string.Join(
            '\n',
            source.Columns.Select(static column => $"{column.Name} {column.Type} {column.From} {column.Conversion} {column.Format} {column.Zone} {column.KeepEmpty}").Concat(MadeOf(source))),
        _ => null,
    };

    private static IEnumerable<string> MadeOf(Source source) => source.From is null
        ? []
        : source.Enrichments
            .Select(static enrichment => $"view {enrichment.View} {string.Join(',', enrichment.On.Select(static key => $"{key.JoinKey}={key.Column}"))} {string.Join(',', enrichment.Features.Select(static feature => $"{feature.Feature}={feature.Column}"))}")
            .Prepend($"from {source.From} at {source.TimestampColumn}");

    private static string From(Feature feature) => feature.Reads.Count == 0
        ? feature.From
        : $"{Normalize(feature.From)} reading {string.Join(',', feature.Reads.Select(static read => $"{read.Column} {read.Type}"))}";

    // Layout of an expression is no meaning.
    private static string? Signature(Aggregation? aggregation) => aggregation is null
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{aggregation.Function} of {Normalize(aggregation.Of)} where {Normalize(aggregation.Where)} over {aggregation.Window.Ticks} by {aggregation.Hop.Ticks} n {aggregation.N}");

    private static string? Normalize(string? expression) => expression is null ? null : CompiledExpression.Normalize(expression);

    /// <summary>The model with that version; kinds without one as they are.</summary>
    public static object With(object model, int version) => model switch
    {
        FeatureView view => view with { Version = version },
        OnDemandFeatureView view => view with { Version = version },
        Source source => source with { Version = version },
        _ => model,
    };

    /// <summary>The version that the model carries; 0 for kinds without one.</summary>
    public static int Of(object model) => model switch
    {
        FeatureView view => view.Version,
        OnDemandFeatureView view => view.Version,
        Source source => source.Version,
        _ => 0,
    };

    /// <summary>For people: <c>version 2</c>.</summary>
    public static string Words(int version) => "version " + version.ToString(CultureInfo.InvariantCulture);
}
