using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads an aggregate over a window, and refuses it as long as nothing computes one.</summary>
internal static class AggregationBinder
{
    private static readonly string[] Companions = ["of", "where", "window", "hop", "n"];

    public static Aggregation? Bind(MappingReader reader)
    {
        var function = reader.Text("aggregate");
        var of = reader.Text("of");
        var where = reader.Text("where");
        var window = reader.Duration("window");
        var hop = reader.Duration("hop");
        var count = reader.Count("n");
        if (function is not { } known)
        {
            foreach (var key in Companions.Where(reader.Has))
            {
                reader.Error(key, DefinitionRules.MissingKey, $"'{key}' belongs to an aggregate, but the feature has no 'aggregate'.", $"Remove '{key}'.");
            }

            return null;
        }

        reader.Error(
            "aggregate", DefinitionRules.WindowedFeatures, $"The feature aggregates events ('{known}'); this version computes newest values only.",
            "Write 'from:' with the column whose newest value the feature takes.");
        var length = window ?? TimeSpan.Zero;
        return new Aggregation(known.Value, of?.Value, where?.Value, length, hop ?? DefaultHop(length), count);
    }

    private static TimeSpan DefaultHop(TimeSpan window) => window switch
    {
        _ when window <= TimeSpan.FromHours(12) => TimeSpan.FromMinutes(5),
        _ when window <= TimeSpan.FromDays(12) => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };
}
