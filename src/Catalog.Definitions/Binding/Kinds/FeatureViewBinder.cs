using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class FeatureViewBinder
{
    private static readonly Dictionary<string, NullPolicy> NullPolicies = new(StringComparer.Ordinal)
    {
        ["newest"] = NullPolicy.Newest,
        ["newest_non_null"] = NullPolicy.NewestNonNull,
    };

    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.FeatureView);
        CheckName(reader, header);
        if (!reader.Has("entities"))
        {
            reader.Missing("entities", "Add 'entities: [...]' with the entities that a row describes, or [] for one row in all.");
        }

        var entities = reader.Texts("entities");
        var source = reader.RequiredText("source");
        var timestamp = reader.Text("timestamp");
        var features = FeatureBinder.BindAll(reader);
        var view = new FeatureView
        {
            Name = header.Name.Value,
            Version = 0,
            Domain = header.DomainName,
            Owner = header.OwnerName,
            Description = header.Description,
            Entities = [],
            Source = source.Value,
            TimestampColumn = timestamp?.Value ?? string.Empty,
            Ttl = reader.Duration("ttl") ?? TimeSpan.Zero,
            StrictBefore = reader.Flag("strict_before", fallback: false),
            NullPolicy = reader.Choice("null_policy", NullPolicies, NullPolicy.Newest),
            Online = reader.Flag("online", fallback: true),
            Offline = reader.Flag("offline", fallback: true),
            Features = [.. features.Select(static feature => feature.Feature)],
            Tags = reader.PlainTexts("tags"),
        };
        if (!view.Online && !view.Offline)
        {
            reader.Error("offline", DefinitionRules.WrongValue, "The view is stored nowhere: 'online' and 'offline' are both false.", "Set one of them to true.");
        }

        CheckWindows(reader, view);
        return new FeatureViewDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            View = view,
            Entities = entities,
            Source = source,
            Timestamp = timestamp,
            Features = features,
        };
    }

    /// <summary>Full feature names are <c>view__feature</c>: a view whose name holds the separator could not be told apart.</summary>
    public static void CheckName(MappingReader reader, Header header)
    {
        if (header.Name.Value.Contains("__", StringComparison.Ordinal))
        {
            reader.Error(
                "name", DefinitionRules.ReservedName, $"'{header.Name}' contains '__', which parts view and feature in full feature names.",
                Fix.Write(header.Name.Value.Replace("__", "_", StringComparison.Ordinal)));
        }
    }

    private static void CheckWindows(MappingReader reader, FeatureView view)
    {
        if (view.Features.FirstOrDefault(static feature => feature.Aggregation is not null) is not { } aggregate)
        {
            return;
        }

        if (!view.Offline)
        {
            reader.Error(
                "offline", DefinitionRules.WindowedView, $"'{aggregate.Name}' aggregates events, but the view is not stored offline: windows are computed again from the events that it keeps there.",
                Fix.Remove("Remove the line, or move the aggregates to another view."));
        }

        if (view.NullPolicy == NullPolicy.NewestNonNull)
        {
            reader.Error(
                "null_policy", DefinitionRules.WindowedView, $"'{aggregate.Name}' aggregates events, and a view with aggregates takes newest values from the newest row only.",
                Fix.Remove("Remove the line, or move the aggregates to another view."));
        }
    }
}
