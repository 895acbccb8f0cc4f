using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class SchemaEntity : IRow<SchemaRecord>
{
    public Guid Id { get; set; }

    public Guid DatasetId { get; set; }

    public Guid Content { get; set; }

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public Instant StampTime { get; set; }

    public long StampTie { get; set; }

    public string Fields { get; set; } = string.Empty;

    public SchemaRecord Read(SchemaRecord identity) => Read(identity.Dataset);

    public SchemaRecord Read(DatasetId dataset)
        => new(dataset, Content, new SeenSpan(FirstSeen, LastSeen), new Stamp(StampTime, StampTie), Fields);

    public void Write(SchemaRecord record)
    {
        DatasetId = record.Dataset.Key.Value;
        Content = record.Content;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
        StampTime = record.Stamp.Time;
        StampTie = record.Stamp.Tie;
        Fields = record.Fields;
    }
}
