namespace Catalog.Client;

/// <summary>Makes objects of rows whose columns have types.</summary>
/// <typeparam name="T">A record or class.</typeparam>
internal sealed class TypedRows<T>
{
    private readonly string _attempted;
    private readonly IReadOnlyList<DatasetColumn> _columns;
    private readonly RowShape<T> _shape;
    private readonly Func<object?, object?>?[] _fits;

    /// <exception cref="CatalogException">A column does not fit its member.</exception>
    internal TypedRows(string attempted, IReadOnlyList<DatasetColumn> columns)
    {
        _attempted = $"{attempted} as '{RowFailures.NameOf(typeof(T))}'";
        _columns = columns;
        _shape = new RowShape<T>(_attempted, [.. columns.Select(static column => column.Name)]);
        _fits = [.. _shape.Members.Zip(_shape.Places, FitOf)];
    }

    /// <summary>Makes the object of a row.</summary>
    /// <param name="values">The values of the row in the order of the columns.</param>
    /// <param name="row">Number of the row, from 1, for messages.</param>
    /// <exception cref="CatalogException">A value is null where the member cannot be.</exception>
    internal T Make(object?[] values, long row)
    {
        var made = new object?[_fits.Length];
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = _fits[i] is { } fit ? Convert(i, values[_shape.Places[i]], fit, row) : _shape.Members[i].Default.Value;
        }

        return _shape.Make(made);
    }

    private object? Convert(int member, object? value, Func<object?, object?> fit, long row)
    {
        try
        {
            return value is null && !_shape.Members[member].AllowsNull ? throw new NullFoundException(isItem: false) : fit(value);
        }
        catch (NullFoundException found)
        {
            var (wanted, column) = (_shape.Members[member], _columns[_shape.Places[member]]);
            throw RowFailures.NullFound(_attempted, column.Name, row, wanted.InWords, wanted.Type, found.IsItem);
        }
    }

    private Func<object?, object?>? FitOf(RowMember member, int place)
    {
        if (place < 0)
        {
            return null;
        }

        var column = _columns[place];
        return ValueFit.Find(column.ValueType, member.Type) ?? throw RowFailures.WrongType(_attempted, column.Name, column.Type, member.InWords, member.Type, column.ValueType);
    }
}
