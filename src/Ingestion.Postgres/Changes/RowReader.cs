using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;
using Ingestion.Postgres.Connections;
using Ingestion.Postgres.Values;

namespace Ingestion.Postgres.Changes;

/// <summary>Reads the rows of changes by the columns that the table had when they were made. Not thread-safe.</summary>
/// <param name="types">Types of the database.</param>
/// <param name="table">The table as it is now, for its key.</param>
internal sealed class RowReader(ValueTypes types, CaptureTable table)
{
    private RelationMessage? _relation;
    private RowShape? _shape;

    /// <summary>The columns of a change.</summary>
    internal async ValueTask<RowShape> ShapeOfAsync(RelationMessage relation, CancellationToken cancellationToken)
    {
        if (_shape is { } known && ReferenceEquals(_relation, relation) && IsOf(known, relation))
        {
            return known;
        }

        string[] names = [.. relation.Columns.Select(static column => column.ColumnName)];
        var written = await types.OfAsync([.. relation.Columns.Select(static column => column.DataTypeId)], cancellationToken).ConfigureAwait(false);
        (_relation, _shape) = (relation, new RowShape(names, written, KeyOf(relation, names)));
        _seen = [.. relation.Columns.Select(static column => column.DataTypeId)];
        return _shape;
    }

    private uint[] _seen = [];

    /// <summary>Reads a row to its end.</summary>
    internal static async ValueTask<RowValue[]> ReadAsync(ReplicationTuple tuple, CancellationToken cancellationToken)
    {
        var row = new RowValue[tuple.NumColumns];
        var i = 0;
        await foreach (var value in tuple.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            row[i++] = value.Kind switch
            {
                TupleDataKind.Null => new RowValue(null, IsUnchanged: false),
                TupleDataKind.UnchangedToastedValue => new RowValue(null, IsUnchanged: true),
                _ => new RowValue(await value.Get<string>(cancellationToken).ConfigureAwait(false), IsUnchanged: false),
            };
        }

        return row;
    }

    // The client uses one message again for a table whose columns were changed.
    private bool IsOf(RowShape shape, RelationMessage relation)
    {
        if (shape.Names.Length != relation.Columns.Count)
        {
            return false;
        }

        for (var i = 0; i < shape.Names.Length; i++)
        {
            if (shape.Names[i] != relation.Columns[i].ColumnName || _seen[i] != relation.Columns[i].DataTypeId)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Under a full identity every column is marked, so the primary key tells; else those that are marked.</summary>
    private int[] KeyOf(RelationMessage relation, string[] names)
    {
        var primary = table.Key.Select(column => Array.IndexOf(names, column.Name)).ToArray();
        if (primary.Length > 0 && !primary.Contains(-1))
        {
            return primary;
        }

        return relation.ReplicaIdentity == RelationMessage.ReplicaIdentitySetting.AllColumns
            ? []
            : [.. relation.Columns.Select(static (column, index) => (column, index)).Where(static pair => pair.column.Flags.HasFlag(RelationMessage.Column.ColumnFlags.PartOfKey)).Select(static pair => pair.index)];
    }
}
