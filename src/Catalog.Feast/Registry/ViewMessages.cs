using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;
using Google.Protobuf.Collections;
using Ingestion.Model;
using Proto = Catalog.Feast.Messages.Core;
using ProtoDuration = Google.Protobuf.WellKnownTypes.Duration;

namespace Catalog.Feast.Registry;

/// <summary>
/// Feature views in Feast's shape. One that has windows, and whose source takes pushes, is a stream feature view with its aggregations there; each feature says in tags how it is computed, since
/// Feast's aggregations know neither conditions nor every function.
/// </summary>
internal static class ViewMessages
{
    private const string Newest = "latest"; // Feast's word for the version that answers.
    private const string AverageHere = "avg";
    private const string AverageThere = "mean";

    internal static bool IsStream(FeatureView view, Source? source) => source is { AcceptsPush: true } && view.Features.Any(static feature => feature.Aggregation is not null);

    internal static Proto.FeatureView Of(FeatureView view, Source? source, string project, Instant changed)
    {
        var spec = new Proto.FeatureViewSpec
        {
            Name = view.Name,
            Project = project,
            Description = view.Description ?? string.Empty,
            Owner = view.Owner,
            Ttl = ProtoDuration.FromTimeSpan(view.Ttl),
            BatchSource = SourceMessages.History(view, source),
            StreamSource = SourceMessages.Stream(view, source),
            Online = view.Online,
            Offline = view.Offline,
            Version = Newest,
        };
        Fill(view, spec.Entities, spec.EntityColumns, spec.Features, spec.Tags);
        return new Proto.FeatureView { Spec = spec, Meta = MetaOf(view, changed) };
    }

    internal static Proto.StreamFeatureView OfStream(FeatureView view, Source? source, string project, Instant changed)
    {
        var spec = new Proto.StreamFeatureViewSpec
        {
            Name = view.Name,
            Project = project,
            Description = view.Description ?? string.Empty,
            Owner = view.Owner,
            Ttl = ProtoDuration.FromTimeSpan(view.Ttl),
            BatchSource = SourceMessages.History(view, source),
            StreamSource = SourceMessages.Stream(view, source),
            TimestampField = view.TimestampColumn,
            Online = view.Online,
            Version = Newest,
        };
        Fill(view, spec.Entities, spec.EntityColumns, spec.Features, spec.Tags);
        spec.Aggregations.AddRange(view.Features.Where(static feature => feature.Aggregation is not null).Select(static feature => Of(feature.Name, feature.Aggregation!))); // As was asked.
        return new Proto.StreamFeatureView { Spec = spec, Meta = MetaOf(view, changed) };
    }

    internal static Proto.FeatureSpecV2 Of(Feature feature)
    {
        var column = CommonMessages.Column(feature.Name, feature.Type, feature.Description);
        CommonMessages.AddTo(column.Tags, feature.Tags);
        foreach (var (name, value) in Origin(feature))
        {
            column.Tags[name] = value;
        }

        return column;
    }

    /// <summary>What views of both kinds have, whose messages have no type in common.</summary>
    private static void Fill(FeatureView view, RepeatedField<string> entities, RepeatedField<Proto.FeatureSpecV2> entityColumns, RepeatedField<Proto.FeatureSpecV2> features, MapField<string, string> tags)
    {
        entities.AddRange(EntityMessages.NamesOf(view));
        entityColumns.AddRange(EntityMessages.ColumnsOf(view));
        features.AddRange(view.Features.Select(Of));
        CommonMessages.AddTo(tags, view.Tags, view.Domain);
    }

    private static IEnumerable<(string Name, string Value)> Origin(Feature feature)
    {
        if (feature.Aggregation is not { } aggregation)
        {
            yield return ("from", feature.From);
            yield break;
        }

        yield return ("aggregate", aggregation.Function);
        yield return ("window", Duration.Format(aggregation.Window));
        yield return ("hop", Duration.Format(aggregation.Hop));
        if (aggregation.Of is { } of)
        {
            yield return ("of", of);
        }

        if (aggregation.Where is { } where)
        {
            yield return ("where", where);
        }

        if (aggregation.N is { } n)
        {
            yield return ("n", n.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static Proto.Aggregation Of(string name, Aggregation aggregation) => new()
    {
        Name = name,
        Function = aggregation.Function == AverageHere ? AverageThere : aggregation.Function,
        Column = aggregation.Where is { } where ? $"CASE WHEN {where} THEN {aggregation.Of ?? "1"} END" : aggregation.Of ?? "1",
        TimeWindow = ProtoDuration.FromTimeSpan(aggregation.Window),
        SlideInterval = ProtoDuration.FromTimeSpan(aggregation.Hop),
    };

    private static Proto.FeatureViewMeta MetaOf(FeatureView view, Instant changed) => new()
    {
        LastUpdatedTimestamp = CommonMessages.TimeOf(changed),
        CurrentVersionNumber = view.Version,
        State = view.Online ? Proto.FeatureViewState.AvailableOnline : Proto.FeatureViewState.Created,
    };
}
