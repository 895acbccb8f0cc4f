using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Conversions;

/// <summary>
/// Turns raw records into the typed columns of a source. Fields of the file that no column asks for are passed over. Made once a file; not thread-safe.
/// </summary>
internal sealed class RecordConverter
{
    private readonly ColumnConverter[] _columns;
    private readonly int[] _fields;

    private RecordConverter(ColumnConverter[] columns, int[] fields)
    {
        _columns = columns;
        _fields = fields;
    }

    /// <param name="source">The source.</param>
    /// <param name="kind">How the records are written.</param>
    /// <param name="header">Names of the raw fields.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.UnreadableFile"/> when a CSV or Parquet file lacks a field that a column is read from.</exception>
    internal static RecordConverter Create(Source source, OriginKind kind, IReadOnlyList<string> header)
    {
        var fields = FieldsOf(source, kind, header);
        if (kind is OriginKind.CsvFile or OriginKind.ParquetFile)
        {
            RequireAll(source, fields, header);
        }

        return Create(source, kind, fields);
    }

    /// <summary>As the other overload, for records of a file that was taken when the source had other columns: what it lacks is null.</summary>
    internal static RecordConverter CreateForOldFile(Source source, OriginKind kind, IReadOnlyList<string> header)
        => Create(source, kind, FieldsOf(source, kind, header));

    private static int[] FieldsOf(Source source, OriginKind kind, IReadOnlyList<string> header)
        => [.. source.Columns.Select(column => IndexOf(header, NameOf(column, kind)))];

    private static RecordConverter Create(Source source, OriginKind kind, int[] fields)
        => new([.. source.Columns.Select(column => new ColumnConverter(column, source, kind))], fields);

    /// <summary>The name under which records of that kind carry a column: pushes use the column's own name, files and topics its declared origin.</summary>
    internal static string NameOf(SourceColumn column, OriginKind kind) => kind == OriginKind.Push ? column.Name : column.From;

    /// <summary>Converts the current record.</summary>
    /// <param name="record">The reader, standing on a record without damage.</param>
    /// <param name="values">Receives the values in the order of the source's columns.</param>
    /// <param name="violations">Receives one violation for each column that cannot be read.</param>
    /// <param name="failed">Receives true for each of those columns.</param>
    internal void Convert(IRawRecordReader record, Value[] values, List<Violation> violations, bool[] failed)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var field = _fields[i] < 0 ? new RawField(IsNull: true, Quoted: false, default) : record.GetField(_fields[i]);
            values[i] = _columns[i].Convert(field, out var violation);
            failed[i] = violation is not null;
            if (violation is not null)
            {
                violations.Add(violation);
            }
        }
    }

    private static int IndexOf(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static void RequireAll(Source source, int[] fields, IReadOnlyList<string> header)
    {
        var missing = source.Columns.Where((_, index) => fields[index] < 0).Select(column => $"'{column.From}'").ToArray();
        if (missing.Length > 0)
        {
            throw new IngestionException(
                IngestionErrorCode.UnreadableFile,
                $"The file cannot be read into source '{source.Name}': it has no field named {string.Join(", ", missing)}. "
                + $"Its fields are {string.Join(", ", header.Select(name => $"'{name}'"))}. Correct the file, or 'columns[].from' of the source.");
        }
    }
}
