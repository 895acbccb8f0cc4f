using Catalog.Core.Values;
using Ingestion.Events;

namespace Ingestion.Tests.Enrichments;

/// <summary>An event as a topic holds it: customer, time, value, then what was added.</summary>
internal sealed record StoredEvent(long Sequence, Instant Arrival, EventTargets Targets, int Version, Value[] Values)
{
    internal long? Customer => Number(0);

    internal Instant? Time => Values[1].IsNull ? null : Values[1].AsInstant();

    internal long? Number(int column) => Values[column].IsNull ? null : Values[column].AsInt64();

    public override string ToString() => $"{Sequence} {Arrival} {Targets} v{Version} {string.Join('|', Values)}";
}
