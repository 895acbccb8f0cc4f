using System.Globalization;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// The columns of a table with the values of some features: one for each feature; or, of very many features, one list for each type. DuckDB holds a block of each column that it reads or writes, and
/// a training set is written from the columns of all its views at once.
/// </summary>
internal sealed class ValueColumns
{
    private readonly IReadOnlyList<Feature> _features;
    private readonly string[] _types;
    private readonly string[]? _packed;

    internal ValueColumns(IReadOnlyList<Feature> features)
    {
        _features = features;
        _types = [.. features.Select(static feature => DuckDbTypes.SqlName(feature.Type))];
        _packed = CarriedValues.CanCarry(features) ? null : [.. _types.Distinct()];
    }

    /// <summary>The names of the columns.</summary>
    internal string Names => Sql.List(Enumerable.Range(0, Count).Select(Name));

    /// <summary>The names with their types, as CREATE TABLE has them.</summary>
    internal string Definitions => Sql.List(Enumerable.Range(0, Count).Select(column => $"{Name(column)} {Type(column)}"));

    /// <summary>What selects the columns from the history.</summary>
    internal string FromHistory
    {
        get
        {
            var values = _features.Select((feature, i) => $"CAST(h.{Sql.Name(feature.Name)} AS {_types[i]})").ToArray();
            return _packed is null
                ? Sql.List(values.Select(static (value, i) => $"{value} AS {Name(i)}"))
                : Sql.List(_packed.Select((type, i) => $"[{Sql.List(values.Where((_, feature) => _types[feature] == type))}] AS {Name(i)}"));
        }
    }

    /// <summary>What selects the columns of a row that nothing answers.</summary>
    internal string Nulls => Sql.List(Enumerable.Range(0, Count).Select(column => $"CAST(NULL AS {Type(column)}) AS {Name(column)}"));

    private int Count => _packed?.Length ?? _features.Count;

    /// <summary>What gives the value of a feature of the table.</summary>
    internal string Expression(string table, int feature)
    {
        if (_packed is null)
        {
            return $"{table}.{Name(feature)}";
        }

        var place = _types.Take(feature).Count(type => type == _types[feature]);
        return string.Create(CultureInfo.InvariantCulture, $"{table}.{Name(Array.IndexOf(_packed, _types[feature]))}[{place + 1}]"); // Lists count from 1.
    }

    private static string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"x{column}");

    private string Type(int column) => _packed is null ? _types[column] : _packed[column] + "[]";
}
