using Ingestion.Ports;

namespace Ingestion.Embedded;

/// <summary>A batch on its way to the disk.</summary>
internal sealed class PendingAppend(EncodedBatch batch) : PendingResult<IReadOnlyList<LogPosition>>
{
    public EncodedBatch Batch => batch;

    public override int Length => batch.Length;

    public override void Dispose() => batch.Dispose();
}
