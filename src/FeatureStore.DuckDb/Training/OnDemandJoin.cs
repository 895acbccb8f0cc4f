using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.OnDemand;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Computes the on-demand features of all rows of the frame by the delegates that lookups use, chunk by chunk, into a table whose rows correspond to those of the frame.
/// </summary>
/// <param name="views">The on-demand views.</param>
/// <param name="space">The tables of the join.</param>
internal sealed class OnDemandJoin(IReadOnlyList<TrainingJoinOnDemand> views, JoinSpace space)
{
    private const string Table = "on_demand";

    private readonly OnDemandComputation[] _features = [.. views.SelectMany(static view => view.Features.Select(feature => view.Plan.Features[feature.Feature]))];
    private readonly Value[][] _rows = [.. views.Select(static _ => Array.Empty<Value>())];

    /// <summary>The table; none when nothing is computed.</summary>
    internal IEnumerable<string> Tables => views.Count == 0 ? [] : [Table];

    /// <summary>The computed features in the order asked, with the expression that gives each from the table.</summary>
    internal IEnumerable<(TableColumn Column, string Expression)> OutputColumns
        => views.SelectMany(static view => view.Features).Select((feature, i) => (new TableColumn(feature.Column, _features[i].Type), $"{Table}.{ColumnName(i)}"));

    /// <summary>Makes the table.</summary>
    /// <param name="connection">Connection with the frame and the tables of the views.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="read">For each view of the join the expressions of what is taken from it.</param>
    /// <param name="tables">The tables that these read, whose rows correspond by their position.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal void Run(DuckDbConnection connection, EntityFrame frame, IReadOnlyList<string[]> read, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        if (views.Count == 0)
        {
            return;
        }

        connection.Execute($"CREATE TABLE {Table} ({Sql.List(_features.Select(static (feature, i) => $"{ColumnName(i)} {DuckDbTypes.SqlName(feature.Type)}"))})", cancellationToken);
        var inputs = views.SelectMany(view => view.Inputs.Select(input => input.FrameColumn is { } column
            ? $"{EntityFrame.Table}.{frame.ColumnAs(column, view.Plan.Inputs[input.Place].Type)}"
            : read[input.View][input.Feature]));

        // A feature of constants reads nothing, and still has a value for each row.
        var sql = $"SELECT {Sql.List(inputs.DefaultIfEmpty("NULL"))} FROM {string.Join(" POSITIONAL JOIN ", tables)}";
        using var reader = connection.Query(sql, cancellationToken);
        using var writing = space.Connect(); // What reads a result cannot write meanwhile.
        using var appender = space.Append(writing, Table, [.. _features.Select(static feature => feature.Type)]);
        while (reader.ReadChunk(out var chunk))
        {
            Compute(chunk, appender);
        }

        appender.Complete();
    }

    private static string ColumnName(int feature) => string.Create(CultureInfo.InvariantCulture, $"y{feature}");

    private void Compute(DuckDbChunk chunk, DuckDbAppender appender)
    {
        var column = 0;
        for (var view = 0; view < views.Count; view++)
        {
            ReadInputs(view, chunk, ref column);
        }

        for (var row = 0; row < chunk.RowCount; row++)
        {
            var first = 0;
            for (var view = 0; view < views.Count; view++)
            {
                var width = views[view].Plan.Inputs.Count;
                var inputs = _rows[view].AsSpan(row * width, width);
                for (var i = 0; i < views[view].Features.Count; i++)
                {
                    appender.Set(first + i, CanonicalNumber.Of(_features[first + i].Evaluate(inputs)));
                }

                first += views[view].Features.Count;
            }

            appender.EndRow();
        }
    }

    /// <summary>The input rows of a view one after the other. Column by column, since each column has to be looked up in the chunk.</summary>
    private void ReadInputs(int view, DuckDbChunk chunk, ref int column)
    {
        var plan = views[view].Plan;
        var width = plan.Inputs.Count;
        if (_rows[view].Length < chunk.RowCount * width)
        {
            _rows[view] = new Value[chunk.RowCount * width];
        }

        foreach (var input in views[view].Inputs)
        {
            var vector = chunk[column++];
            var type = plan.Inputs[input.Place].Type;
            for (var row = 0; row < chunk.RowCount; row++)
            {
                _rows[view][(row * width) + input.Place] = CanonicalNumber.Of(ValueReading.Read(vector, row, type));
            }
        }
    }
}
