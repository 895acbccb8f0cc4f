using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Files;

/// <summary>Takes an upload: spools it, checks its header and stores its job. Whatever is refused leaves nothing behind. Thread-safe.</summary>
internal sealed class FileGate(
    ISourceRegistry registry, IIngestionJobStore jobs, IRecordReaderFactory readers, Spool spool, TimeProvider clock, IOptions<IngestionOptions> options)
{
    internal async Task<IngestionJob> TakeAsync(Guid runId, FileUpload upload, Instant now, string process, CancellationToken cancellationToken)
    {
        // A file for a source that is not there need not be copied first.
        var target = IngestionTarget.Find(registry, upload.Source, options.Value.PatternTimeout);
        var file = await spool.SaveAsync(runId, upload.Content, cancellationToken).ConfigureAwait(false);
        try
        {
            var job = new IngestionJob
            {
                RunId = runId,
                Kind = IngestionJobKind.File,
                Subject = target.Source.Name,
                Title = upload.Name,
                Fingerprint = file.Fingerprint,
                ByteCount = file.Length,
                Force = upload.Force,
                RequestedBy = upload.RequestedBy,
                Process = process,
                CreatedAt = now,
            };
            var reader = readers.OpenFile(target.Source, file.Path);
            await using (reader.ConfigureAwait(false))
            {
                await FilePlan.MakeAsync(job, target, reader, clock, cancellationToken).ConfigureAwait(false);
            }

            await jobs.SaveAsync(job, cancellationToken).ConfigureAwait(false);
            return job;
        }
        catch
        {
            spool.Delete(runId);
            throw;
        }
    }
}
