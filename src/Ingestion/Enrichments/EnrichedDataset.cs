using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Model;

namespace Ingestion.Enrichments;

/// <summary>Names a source that is made of another for lineage.</summary>
public static class EnrichedDataset
{
    /// <summary>What it is made from: the stream, then the views.</summary>
    /// <exception cref="ArgumentException">The source is not made of another.</exception>
    public static IReadOnlyList<DatasetRef> InputsOf(Source source)
        => [DatasetRef.Source(StreamOf(source)), .. source.Enrichments.Select(static enrichment => DatasetRef.View(enrichment.View)).Distinct()];

    /// <summary>The source with its columns and where they come from. Keys and event time decide which row is taken, so they influence the columns that are added.</summary>
    /// <exception cref="ArgumentException">The source is not made of another.</exception>
    public static DatasetRef WithOrigins(Source source)
    {
        var stream = DatasetRef.Source(StreamOf(source));
        var added = source.Enrichments.SelectMany(static enrichment => enrichment.Features.Select(feature => (Enrichment: enrichment, feature.Feature, feature.Column))).ToList();
        return SourceDataset.Of(source) with
        {
            Origins =
            [
                .. source.Columns.Take(source.Columns.Count - added.Count).Select(column => new ColumnOrigin(column.Name, stream, column.Name)),
                .. added.Select(static item => new ColumnOrigin(item.Column, DatasetRef.View(item.Enrichment.View), item.Feature)),
                .. added.SelectMany(item => item.Enrichment.On.Select(static key => key.Column).Append(source.TimestampColumn).Select(column => new ColumnOrigin(item.Column, stream, column, Indirect: true))),
                .. added.SelectMany(static item => item.Enrichment.On.Select(key => new ColumnOrigin(item.Column, DatasetRef.View(item.Enrichment.View), key.JoinKey, Indirect: true))),
            ],
        };
    }

    private static string StreamOf(Source source) => source.From ?? throw new ArgumentException($"The source '{source.Name}' is not made of another.", nameof(source));
}
