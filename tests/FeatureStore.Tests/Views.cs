using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Tests;

/// <summary>Makes the definitions of tests.</summary>
internal static class Views
{
    internal static Entity Entity(string joinKey, ScalarType type = ScalarType.Int64) => new()
    {
        Name = joinKey.Replace("_id", string.Empty, StringComparison.Ordinal), JoinKey = joinKey, Type = new DataType(type), Domain = "d", Owner = "o",
    };

    internal static Feature Feature(string name, ScalarType type, bool isList = false)
        => new() { Name = name, Type = new DataType(type, isList), From = name };

    internal static FeatureView View(string name, Entity[] entities, params Feature[] features) => new()
    {
        Name = name,
        Version = 1,
        Domain = "d",
        Owner = "o",
        Source = "events",
        TimestampColumn = "event_time",
        Entities = entities,
        Features = features,
    };
}
