using Catalog.Core.Values;
using Lineage.Model;

namespace Catalog.Persistence.Lineage.Entities;

/// <summary>An observed edge between names as events gave them.</summary>
internal sealed class EdgeEntity : IRow<EdgeRecord>
{
    public Guid Id { get; set; }

    public NodeKind FromKind { get; set; }

    public Guid FromId { get; set; }

    public NodeKind ToKind { get; set; }

    public Guid ToId { get; set; }

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public EdgeRecord Read(EdgeRecord identity) => identity with { Seen = new SeenSpan(FirstSeen, LastSeen) };

    public void Write(EdgeRecord record)
    {
        FromKind = record.From.Kind;
        FromId = record.From.Key.Value;
        ToKind = record.To.Kind;
        ToId = record.To.Key.Value;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
    }
}
