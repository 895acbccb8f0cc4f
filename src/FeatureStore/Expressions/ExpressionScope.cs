using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;

namespace FeatureStore.Expressions;

/// <summary>The columns that an expression may name, with their places in a row. Names are compared by case.</summary>
public sealed class ExpressionScope
{
    private readonly Dictionary<string, (int Place, DataType Type)> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _unclear = new(StringComparer.Ordinal);
    private readonly HashSet<string> _long = new(StringComparer.Ordinal);

    /// <summary>A scope over the columns of a row, in its order.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public ExpressionScope(IEnumerable<(string Name, DataType Type)> columns)
    {
        foreach (var (name, type) in columns)
        {
            _columns.Add(name, (_columns.Count, type));
        }
    }

    private ExpressionScope()
    {
    }

    /// <summary>The shortest name of each column, in no order.</summary>
    public IReadOnlyCollection<string> Names => [.. _columns.Keys.Where(name => !_long.Contains(name))];

    /// <summary>A scope over the columns of several sources, in the order of a row: each is <c>source.name</c>, and the name alone where no other source has it.</summary>
    /// <exception cref="ArgumentException">A source has a name twice.</exception>
    public static ExpressionScope Of(IReadOnlyList<(string Source, string Name, DataType Type)> columns)
    {
        var scope = new ExpressionScope();
        foreach (var (place, column) in columns.Index())
        {
            scope._columns.Add($"{column.Source}.{column.Name}", (place, column.Type));
        }

        foreach (var group in columns.Index().GroupBy(static column => column.Item.Name, StringComparer.Ordinal))
        {
            if (group.Take(2).ToList() is [var only])
            {
                scope._columns.Add(group.Key, (only.Index, only.Item.Type));
                scope._long.Add($"{only.Item.Source}.{only.Item.Name}");
            }
            else
            {
                scope._unclear[group.Key] = [.. group.Select(static column => $"{column.Item.Source}.{column.Item.Name}")];
            }
        }

        return scope;
    }

    /// <summary>Why a name stands for no column, and which is meant; null when it stands for one.</summary>
    public UnknownName? Explain(string name)
    {
        if (_columns.ContainsKey(name))
        {
            return null;
        }

        if (_unclear.TryGetValue(name, out var meant))
        {
            return new UnknownName($"'{name}' stands for several columns. Write it with its source.", meant);
        }

        return Nearest.Find(name, Names) is { } near
            ? new UnknownName($"There is no column '{name}'.", [near])
            : new UnknownName($"There is no column '{name}'. {Nearest.ListOf(Names)}", []);
    }

    internal bool TryFind(string name, out int place, out DataType type)
    {
        var found = _columns.TryGetValue(name, out var column);
        (place, type) = column;
        return found;
    }
}
