using Catalog.Core.Values;

namespace FeatureStore.Expressions;

/// <summary>The columns that an expression may name, with their places in a row. Names are compared by case.</summary>
public sealed class ExpressionScope
{
    private readonly Dictionary<string, (int Place, DataType Type)> _columns = new(StringComparer.Ordinal);

    /// <summary>A scope over the columns of a row, in its order.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public ExpressionScope(IEnumerable<(string Name, DataType Type)> columns)
    {
        foreach (var (name, type) in columns)
        {
            _columns.Add(name, (_columns.Count, type));
        }
    }

    /// <summary>The names, in no order.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    internal bool TryFind(string name, out int place, out DataType type)
    {
        var found = _columns.TryGetValue(name, out var column);
        (place, type) = column;
        return found;
    }
}
