using Catalog.Core.Errors;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;
using FeatureStore.Windows;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads an aggregate over a window. Whether it fits its operand shows only when the source is known.</summary>
internal static class AggregationBinder
{
    private static readonly string[] Companions = ["of", "where", "window", "hop", "n"];

    public static AggregationDraft? Bind(MappingReader reader)
    {
        var function = reader.Text("aggregate");
        var of = reader.Expression("of");
        var where = reader.Expression("where");
        var window = reader.Duration("window");
        var hop = reader.Duration("hop");
        var n = reader.Number("n");
        if (function is not { } known)
        {
            foreach (var key in Companions.Where(key => reader.Has(key) && !reader.Has("aggregate")))
            {
                reader.Error(key, DefinitionRules.MissingKey, $"'{key}' belongs to an aggregate, but the feature has no 'aggregate'.", new Fix($"Remove '{key}', or add 'aggregate:'.", FindingEdit.Remove()));
            }

            return null;
        }

        CheckName(reader, known);
        CheckWindow(reader, window, hop);
        var length = window ?? TimeSpan.Zero;
        var aggregation = new Aggregation(known.Value, of?.Text, where?.Text, length, hop ?? WindowedFeatures.DefaultHop(length), n);
        return new AggregationDraft(aggregation, known.At, of, where, reader.Has("n") ? reader.LocationOf("n") : null);
    }

    private static void CheckName(MappingReader reader, Located<string> function)
    {
        if (!WindowedFeatures.Functions.Contains(function.Value))
        {
            reader.Error(
                "aggregate", DefinitionRules.WrongValue, $"There is no aggregate '{function}'.",
                NearName.Find(function.Value, WindowedFeatures.Functions) is { } near
                    ? Fix.DidYouMean(near)
                    : $"Legal are: {string.Join(", ", WindowedFeatures.Functions)}.");
        }
    }

    private static void CheckWindow(MappingReader reader, TimeSpan? window, TimeSpan? hop)
    {
        if (!reader.Has("window"))
        {
            reader.Missing("window", "Add 'window:' with a duration such as 1h or 7d.");
        }
        else if (window is { } length && (hop is not null || !reader.Has("hop")) && WindowRules.Check(length, hop, reader.Text("window")?.Value) is { } error)
        {
            reader.Error(error.IsAboutHop ? "hop" : "window", DefinitionRules.Window, error.Message, error.Fix);
        }
    }
}
