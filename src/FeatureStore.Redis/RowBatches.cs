using FeatureStore.Ports;

namespace FeatureStore.Redis;

/// <summary>Parts rows into batches that are neither too many nor too large for one call.</summary>
internal static class RowBatches
{
    /// <summary>The batches, in the order of the rows. A row that is larger than a batch may be goes alone.</summary>
    internal static IEnumerable<IReadOnlyList<OnlineWrite>> Of(IReadOnlyList<OnlineWrite> rows, int maxRows, int maxBytes)
    {
        var batch = new List<OnlineWrite>(Math.Min(rows.Count, maxRows));
        var bytes = 0L;
        foreach (var row in rows)
        {
            if (batch.Count == maxRows || (batch.Count > 0 && bytes + row.Row.Length > maxBytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += row.Row.Length;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
