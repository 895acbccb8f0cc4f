using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class JobEntity : IRow<JobRecord>
{
    public Guid Id { get; set; }

    public string Namespace { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public string Facets { get; set; } = string.Empty;

    public JobRecord Read() => new(new JobId(Namespace, Name), new SeenSpan(FirstSeen, LastSeen), FacetMap.Parse(Facets));

    public JobRecord Read(JobRecord identity) => Read();

    public void Write(JobRecord record)
    {
        Namespace = record.Id.Namespace;
        Name = record.Id.Name;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
        Facets = record.Facets.ToJson();
    }
}
