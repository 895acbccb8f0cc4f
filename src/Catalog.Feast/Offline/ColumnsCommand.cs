using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using Catalog.Feast.Registry;
using Catalog.Flight.Commands;

namespace Catalog.Feast.Offline;

/// <summary><c>get_table_column_names_and_types_from_data_source</c>: the columns that rows of a source must have.</summary>
internal sealed class ColumnsCommand(FeastRegistry registry, JsonElement command) : FlightCommand
{
    private static readonly ArrowField[] Fields = [new("name", new ArrowType(ArrowKind.Text)), new("type", new ArrowType(ArrowKind.Text))];

    public override Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        DataSources.Require(registry, DataSources.NameIn(command));
        return Task.FromResult<JsonObject?>(null);
    }

    public override Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
        => Task.FromResult(new FlightTable(DataSources.NameIn(command), Fields) { Rows = DataSources.Require(registry, DataSources.NameIn(command)).Columns.Count });

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken)
        => Task.FromResult<IArrowSource>(new Columns([.. DataSources.Require(registry, table.Name).Columns.Select(static column => (column.Name, TypeOf(column.Type)))]));

    /// <summary>As Arrow writes its types.</summary>
    internal static string TypeOf(DataType type) => type.IsList ? $"list<element: {TypeOf(type with { IsList = false })}>" : type.Element switch
    {
        ScalarType.Bool => "bool",
        ScalarType.Int32 => "int32",
        ScalarType.Int64 => "int64",
        ScalarType.Float => "float",
        ScalarType.Double => "double",
        ScalarType.Bytes => "binary",
        ScalarType.Timestamp => "timestamp[us, tz=UTC]",
        _ => "string",
    };

    /// <summary>The table of them, which is one batch.</summary>
    private sealed class Columns(IReadOnlyList<(string Name, string Type)> columns) : IArrowSource
    {
        private bool _isRead;

        public IReadOnlyList<ArrowField> Fields => ColumnsCommand.Fields;

        public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken)
        {
            foreach (var (name, type) in _isRead ? [] : columns)
            {
                batch.Columns[0].Append(Encoding.UTF8.GetBytes(name));
                batch.Columns[1].Append(Encoding.UTF8.GetBytes(type));
            }

            _isRead = true;
            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
