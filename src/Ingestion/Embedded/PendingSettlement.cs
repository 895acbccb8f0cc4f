using Catalog.Core.Values;

namespace Ingestion.Embedded;

/// <summary>Somebody waits until everything that arrived by a moment can be read.</summary>
internal sealed class PendingSettlement(Instant arrival) : PendingResult<IReadOnlyList<long>>
{
    public Instant Arrival => arrival;

    public override void Dispose()
    {
        // It holds nothing.
    }
}
