using Catalog.Core.Events;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Captures;

/// <summary>Names a captured table for lineage.</summary>
internal static class CaptureDataset
{
    /// <summary>The table as OpenLineage names it: <c>postgres://host:port</c> and <c>database.schema.table</c>. The database of a connection that is not configured any more is unknown.</summary>
    internal static DatasetRef Of(SourceCapture capture, IChangeCaptures captures)
    {
        if (!captures.Connections.Contains(capture.Connection))
        {
            return new DatasetRef($"postgres://{capture.Connection}", capture.Table);
        }

        var address = captures.AddressOf(capture.Connection);
        return new DatasetRef($"postgres://{address.Host}", $"{address.Database}.{capture.Table}");
    }
}
