using System.Globalization;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// The rows of a frame in the order of some of its key columns and the time, in tables of the join. Views with the same keys share one. Keys are numbered in their own order, so that files sorted by
/// key give their rows by ascending numbers.
/// </summary>
internal sealed class EntityOrder
{
    /// <summary>Makes the tables.</summary>
    /// <param name="connection">Connection with the frame.</param>
    /// <param name="keyColumns">Columns of <see cref="EntityFrame.Table"/> that hold the join keys.</param>
    /// <param name="number">Tells the tables from those of other orders.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal EntityOrder(DuckDbConnection connection, IReadOnlyList<string> keyColumns, int number, CancellationToken cancellationToken)
    {
        KeyTable = string.Create(CultureInfo.InvariantCulture, $"view_keys_{number}");
        EntityTable = string.Create(CultureInfo.InvariantCulture, $"view_entities_{number}");
        HasNoKey = string.Join(" OR ", keyColumns.Select(static key => $"{key} IS NULL").DefaultIfEmpty("false"));

        var keys = keyColumns.Select(static (key, i) => $"{key} AS j{i}").DefaultIfEmpty("0 AS nothing");
        KeyCount = connection.Execute(
            $"CREATE TABLE {KeyTable} AS SELECT DISTINCT {Sql.List(keys)} FROM {EntityFrame.Table} WHERE NOT ({HasNoKey}) ORDER BY ALL", cancellationToken);
        var equal = keyColumns.Select(static (key, i) => $"{key} = j{i}").DefaultIfEmpty("true");
        Count = connection.Execute(
            $"CREATE TABLE {EntityTable} AS SELECT {KeyTable}.rowid AS key, t, {EntityFrame.Table}.rowid AS ordinal " +
            $"FROM {EntityFrame.Table} JOIN {KeyTable} ON {string.Join(" AND ", equal)} ORDER BY key, t",
            cancellationToken);
    }

    /// <summary>The join keys of the frame as j0, j1, ...; their row ids number them.</summary>
    internal string KeyTable { get; }

    /// <summary>The rows of the frame that have a key: its number as <c>key</c>, the time <c>t</c> and the number of the row as <c>ordinal</c>; sorted by key and time.</summary>
    internal string EntityTable { get; }

    /// <summary>What a row of the frame is that has no key.</summary>
    internal string HasNoKey { get; }

    /// <summary>How many keys there are.</summary>
    internal long KeyCount { get; }

    /// <summary>How many rows of the frame have a key.</summary>
    internal long Count { get; }
}
