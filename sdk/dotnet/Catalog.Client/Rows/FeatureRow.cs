using System.Collections;

namespace Catalog.Client;

/// <summary>A row without a type of its own: values by the name of their column, in the order of the columns. Immutable; columns are shared by all rows of one answer.</summary>
public sealed class FeatureRow : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly RowSchema _schema;
    private readonly object?[] _values;

    internal FeatureRow(RowSchema schema, object?[] values)
    {
        _schema = schema;
        _values = values;
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<DatasetColumn> Columns => _schema.Columns;

    /// <summary>The values in the order of the columns; of the types that <see cref="DatasetColumn.ValueType"/> says.</summary>
    public IReadOnlyList<object?> Values => _values;

    /// <summary>The value of a column; names are told apart by upper and lower case.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public object? this[string column] => TryGetValue(column, out var value) ? value : throw new KeyNotFoundException(
        $"There is no column '{column}'; the columns are {string.Join(", ", _schema.Columns.Select(static known => $"'{known.Name}'"))}.");

    /// <summary>The value of a column as a type that holds it without loss, such as a <c>long?</c> for <c>int32</c>.</summary>
    /// <typeparam name="T">The type; nullable where the value may be null.</typeparam>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    /// <exception cref="CatalogException">The column has a type that does not fit, or the value is null and <typeparamref name="T"/> cannot be; the code is <c>row-does-not-fit</c>.</exception>
    public T? Get<T>(string column)
    {
        var value = this[column];
        var declared = _schema.Columns[_schema.Find(column)];
        if (ValueFit.Find(declared.ValueType, typeof(T)) is not { } fit)
        {
            throw RowFailures.WrongType($"Reading the column '{column}'", declared.Name, declared.Type, "the type asked for", typeof(T), declared.ValueType);
        }

        try
        {
            return value is null && default(T) is not null ? throw new NullFoundException(isItem: false) : (T?)fit(value);
        }
        catch (NullFoundException found)
        {
            throw RowFailures.NullFound($"Reading the column '{column}'", declared.Name, null, "the type asked for", typeof(T), found.IsItem);
        }
    }

    /// <summary>The value of a column; false when there is no such column.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="value">The value, which may be null.</param>
    public bool TryGetValue(string column, out object? value)
    {
        var place = _schema.Find(column);
        value = place < 0 ? null : _values[place];
        return place >= 0;
    }

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _schema.Columns.Zip(_values, static (column, value) => KeyValuePair.Create(column.Name, value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
