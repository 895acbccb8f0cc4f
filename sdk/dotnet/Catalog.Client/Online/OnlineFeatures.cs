using System.Text.Json;

namespace Catalog.Client;

/// <summary>The answer of a lookup: join keys and features by column. Immutable.</summary>
public sealed class OnlineFeatures
{
    internal const string Attempted = "Looking up features";

    private readonly IReadOnlyList<JsonElement[]> _values;

    private OnlineFeatures(IReadOnlyList<OnlineColumn> columns, IReadOnlyList<JsonElement[]> values, DateTimeOffset? staleAsOf)
    {
        Columns = columns;
        _values = values;
        StaleAsOf = staleAsOf;
    }

    /// <summary>The columns in the order of the answer, join keys first.</summary>
    public IReadOnlyList<OnlineColumn> Columns { get; }

    /// <summary>Since when changes may be missing, where the online store was away and rows read before were used; else null.</summary>
    public DateTimeOffset? StaleAsOf { get; }

    /// <summary>How many entities were asked for.</summary>
    public int Count => Columns.Count == 0 ? 0 : Columns[0].Values.Count;

    /// <summary>The column of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public OnlineColumn this[string name] => Columns.FirstOrDefault(column => column.Name == name) ?? throw new KeyNotFoundException(
        $"There is no column '{name}'; the columns are {string.Join(", ", Columns.Select(static column => $"'{column.Name}'"))}.");

    /// <summary>One row for each entity, in the order in which they were asked for, with the values of <see cref="OnlineColumn.Values"/>.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> ToRows() =>
        [.. Enumerable.Range(0, Count).Select(row => Columns.ToDictionary(static column => column.Name, column => column.Values[row]))];

    /// <summary>
    /// One object for each entity, in the order in which they were asked for; columns belong to properties as in <see cref="DatasetReader.ReadRowsAsync{T}"/>. The property says how a value is
    /// read: <see cref="DateTimeOffset"/> of the seconds of a timestamp, <c>byte[]</c> of base64. Give a <c>float</c> feature a <see cref="float"/>: its text says fewer digits than a <see cref="double"/> of it has.
    /// </summary>
    /// <typeparam name="T">A record or class; properties are nullable where there may be no value.</typeparam>
    /// <exception cref="CatalogException">A column does not fit its property; the code is <c>row-does-not-fit</c>.</exception>
    public IReadOnlyList<T> ToRows<T>()
        where T : notnull
    {
        var attempted = $"{Attempted} as '{RowFailures.NameOf(typeof(T))}'";
        var shape = new RowShape<T>(attempted, [.. Columns.Select(static column => column.Name)]);
        var rows = new T[Count];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = shape.Make([.. shape.Members.Zip(shape.Places, (member, place) => Read(attempted, member, place, row))]);
        }

        return rows;
    }

    internal static OnlineFeatures Of(WireOnline answer, IReadOnlyCollection<string> keys)
    {
        var columns = answer.Metadata.FeatureNames.Zip(answer.Results, (name, result) => ColumnOf(name, result, keys.Contains(name)));
        return new OnlineFeatures([.. columns], [.. answer.Results.Select(static result => result.Values)], answer.Metadata.StaleAsOf);
    }

    private static OnlineColumn ColumnOf(string name, WireOnlineColumn result, bool isKey)
    {
        OnlineStatus[] statuses = [.. result.Statuses.Select(StatusOf)];
        return new OnlineColumn(
            name,
            [.. result.Values.Select(JsonValues.Untyped)],
            statuses,
            [.. statuses.Zip(result.EventTimestamps, (status, time) => isKey || status == OnlineStatus.NotFound ? (DateTimeOffset?)null : time)]);
    }

    private static OnlineStatus StatusOf(string word) => word switch
    {
        "PRESENT" => OnlineStatus.Present,
        "NULL_VALUE" => OnlineStatus.NullValue,
        "NOT_FOUND" => OnlineStatus.NotFound,
        "OUTSIDE_MAX_AGE" => OnlineStatus.OutsideMaxAge,
        _ => OnlineStatus.Unknown,
    };

    private object? Read(string attempted, RowMember member, int place, int row)
    {
        if (place < 0)
        {
            return member.Default.Value;
        }

        var value = _values[place][row];
        try
        {
            return JsonValues.Read(value, member.Type) ?? (member.AllowsNull ? null : throw new NullFoundException(isItem: false));
        }
        catch (NullFoundException found)
        {
            throw RowFailures.NullFound(attempted, Columns[place].Name, row + 1, member.InWords, member.Type, found.IsItem);
        }
        catch (FormatException)
        {
            throw RowFailures.WrongValue(attempted, Columns[place].Name, row + 1, value.GetRawText(), member.InWords, member.Type);
        }
    }
}
