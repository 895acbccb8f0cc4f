using Catalog.Core.Events;
using Ingestion.Model;

namespace Ingestion.Batches;

/// <summary>Names a source, and what is read into it, for the run journal.</summary>
internal static class SourceDataset
{
    /// <summary>The source with its columns.</summary>
    internal static DatasetRef Of(Source source)
        => DatasetRef.Source(source.Name) with { Fields = [.. source.Columns.Select(static column => new DatasetField(column.Name, column.Type))] };

    /// <summary>The source with its columns, each of which comes from a field of the input.</summary>
    internal static DatasetRef Of(Source source, DatasetRef input, Func<SourceColumn, string> field)
        => Of(source) with { Origins = [.. source.Columns.Select(column => new ColumnOrigin(column.Name, input, field(column)))] };
}
