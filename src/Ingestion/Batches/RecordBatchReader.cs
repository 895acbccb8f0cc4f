using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>Reads and checks records in batches of bounded size. Not thread-safe.</summary>
internal sealed class RecordBatchReader(IRawRecordReader reader, RecordChecker checker, int maxRecords, int maxBytes)
{
    /// <summary>Passes over the records up to and including that number.</summary>
    internal async Task SkipToAsync(long lastRecord, CancellationToken cancellationToken)
    {
        while (reader.RecordNumber < lastRecord && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Reading is all there is to do.
        }
    }

    internal async Task<RecordBatch> ReadAsync(CancellationToken cancellationToken)
    {
        var records = new List<CheckedRecord>();
        var tally = new IngestionTally();
        var bytes = 0L;
        while (records.Count < maxRecords && bytes < maxBytes)
        {
            if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return new RecordBatch(records, tally, IsLast: true);
            }

            bytes += reader.Raw.Length;
            records.Add(checker.Check(reader, tally));
        }

        return new RecordBatch(records, tally, IsLast: false);
    }
}
