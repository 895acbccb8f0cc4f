using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class DatasetEntity : IRow<DatasetRecord>
{
    public Guid Id { get; set; }

    /// <summary>Key of the name under which this name is shown; the row's own key when it is shown itself.</summary>
    public Guid ShownId { get; set; }

    public string Namespace { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public string Facets { get; set; } = string.Empty;

    public DatasetId Named => new(Namespace, Name);

    public SeenSpan Seen => new(FirstSeen, LastSeen);

    public DatasetRecord Read(DatasetRecord identity) => new(Named, Seen, FacetMap.Parse(Facets));

    public void Write(DatasetRecord record)
    {
        Namespace = record.Id.Namespace;
        Name = record.Id.Name;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
        Facets = record.Facets.ToJson();
        if (ShownId == Guid.Empty)
        {
            ShownId = Id;
        }
    }
}
