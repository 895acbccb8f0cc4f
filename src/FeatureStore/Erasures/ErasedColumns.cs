using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace FeatureStore.Erasures;

/// <summary>Finds the columns of training sets that have the keys of an entity: those that views were looked up by, whatever they are called, and those that are called as the join keys are. Thread-safe.</summary>
internal sealed class ErasedColumns(IFeatureRegistry registry)
{
    /// <summary>For each way that rows may belong to the entity the columns with their values; none where no row can.</summary>
    internal IReadOnlyList<IReadOnlyList<KeyPart>> Of(TrainingSet set, TrainingSetManifest manifest, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given)
    {
        var keys = new List<IReadOnlyList<KeyPart>>();
        foreach (var used in manifest.Views)
        {
            if (registry.FindView(used.View, used.Version) is { } view && ErasureTarget.Of(view, joinKeys, given) is { } target)
            {
                var names = view.Entities.Select(static entity => entity.JoinKey).ToList();
                Add([.. target.Key.Select(part => part with { Column = used.KeyColumns[names.IndexOf(part.Column)] })]);
            }
        }

        if (OfNames(set, joinKeys, given) is { } named)
        {
            Add(named);
        }

        return keys;

        void Add(KeyPart[] key)
        {
            if (!keys.Exists(known => known.SequenceEqual(key)))
            {
                keys.Add(key);
            }
        }
    }

    /// <summary>The columns that are called as the join keys are; null when one is missing, or of a type that cannot hold the value.</summary>
    private static KeyPart[]? OfNames(TrainingSet set, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given)
    {
        var key = new KeyPart[joinKeys.Count];
        for (var i = 0; i < key.Length; i++)
        {
            if (set.Columns.FirstOrDefault(column => column.Name == joinKeys[i]) is not { Type.IsList: false } column || Convert(given[i], column.Type.Element) is not { } value)
            {
                return null;
            }

            key[i] = new KeyPart(column.Name, value);
        }

        return key;
    }

    /// <summary>A column that no view was looked up by keeps the type that it came with: a whole number may stand there as text, or as a number with a fraction of nothing.</summary>
    private static Value? Convert(Value given, ScalarType type)
    {
        if (KeyConversion.TryConvert(given, type, out var value))
        {
            return value;
        }

        return (KeyConversion.TryConvert(given, ScalarType.Int64, out var whole), type) switch
        {
            (true, ScalarType.String) => Value.Of(whole.AsInt64().ToString(CultureInfo.InvariantCulture)),
            (true, ScalarType.Double) => Value.Of((double)whole.AsInt64()),
            (true, ScalarType.Float) => Value.Of((float)whole.AsInt64()),
            _ => null,
        };
    }
}
