using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class RunDatasetEntity : IRow<RunDatasetRecord>
{
    public Guid Id { get; set; }

    /// <summary>Key of the run, not the id that its producer gave.</summary>
    public Guid RunKey { get; set; }

    public Guid DatasetId { get; set; }

    public DatasetDirection Direction { get; set; }

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public string Facets { get; set; } = string.Empty;

    public RunDatasetRecord Read(RunDatasetRecord identity) => Read(identity.Run, identity.Dataset);

    public RunDatasetRecord Read(RunKey run, DatasetId dataset)
        => new(run, dataset, Direction, new SeenSpan(FirstSeen, LastSeen), FacetMap.Parse(Facets));

    public void Write(RunDatasetRecord record)
    {
        RunKey = record.Run.Key;
        DatasetId = record.Dataset.Key.Value;
        Direction = record.Direction;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
        Facets = record.Facets.ToJson();
    }
}
