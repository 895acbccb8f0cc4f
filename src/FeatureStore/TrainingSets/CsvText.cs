using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Catalog.Core.Text;
using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Writes rows as CSV, piece by piece.</summary>
internal static class CsvText
{
    private const int PieceLength = 64 * 1024;

    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> WriteAsync(
        IReadOnlyList<TableColumn> columns, IAsyncEnumerable<Value[]> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new StringBuilder(PieceLength + 1024);
        AppendLine(text, columns.Select(static column => CsvField.Quote(column.Name)));
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            AppendLine(text, row.Select(Field));
            if (text.Length >= PieceLength)
            {
                yield return Encoding.UTF8.GetBytes(text.ToString());
                text.Clear();
            }
        }

        yield return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendLine(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields).Append("\r\n");

    private static string Field(Value value) => value switch
    {
        { IsNull: true } => string.Empty,
        { Type.IsList: true } => CsvField.Quote(List(value.AsList())),
        _ when value.ToString() is { Length: > 0 } text => CsvField.Quote(text),
        _ => "\"\"", // No text and no bytes are values; only null has nothing between the commas.
    };

    private static string List(Value[] items) => "[" + string.Join(',', items.Select(static item => item switch
    {
        { IsNull: true } => "null",
        { Type.Element: ScalarType.Bool or ScalarType.Int32 or ScalarType.Int64 } => item.ToString(),
        { Type.Element: ScalarType.Double or ScalarType.Float } when double.IsFinite(item.AsDouble()) => item.ToString(),
        _ => JsonSerializer.Serialize(item.ToString()),
    })) + "]";
}
