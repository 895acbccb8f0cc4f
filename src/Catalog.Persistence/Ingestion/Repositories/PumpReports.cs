using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class PumpReports(CatalogDatabase<IngestionDbContext> database) : IPumpReports
{
    public Task SaveAsync(IReadOnlyList<PumpReport> reports, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                foreach (var report in reports)
                {
                    var row = await FindAsync(context, report.Subject, report.Partition, token).ConfigureAwait(false);
                    if (row.Epoch <= report.Epoch)
                    {
                        (row.Epoch, row.Body) = (report.Epoch, BodyJson.Write(report with { Asked = 0 }));
                    }
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<PumpReport>> ListAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<PumpReport>>(
            async (context, token) =>
            {
                var rows = await context.PumpReports.Where(static row => row.Body != null).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(static row => BodyJson.Read<PumpReport>(row.Body!) with { Asked = row.Asked }); // As asked for.
            },
            cancellationToken);

    public Task AskAsync(string subject, int partition, long end, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var row = await FindAsync(context, subject, partition, token).ConfigureAwait(false);
                row.Asked = Math.Max(row.Asked, end);
            },
            cancellationToken);

    public Task KeepAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.PumpReports.Where(row => !subjects.Contains(row.Subject)).ExecuteDeleteAsync(token), cancellationToken);

    private static async Task<PumpReportEntity> FindAsync(IngestionDbContext context, string subject, int partition, CancellationToken cancellationToken)
    {
        var row = await context.PumpReports.FindAsync([subject, partition], cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new PumpReportEntity { Subject = subject, Partition = partition };
            context.PumpReports.Add(row);
        }

        return row;
    }
}
