using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

/// <summary>Stores refused events of one origin within a transaction.</summary>
internal static class QuarantineWriter
{
    private static readonly RowUpdate NewReasons = new(
        [nameof(QuarantinedEntity.OriginId), nameof(QuarantinedEntity.RecordNumber)],
        [
            nameof(QuarantinedEntity.Violations), nameof(QuarantinedEntity.Contract), nameof(QuarantinedEntity.ContractVersion), nameof(QuarantinedEntity.RunId),
        ],
        nameof(QuarantinedEntity.State),
        QuarantineState.Open);

    internal static async Task AddAsync(
        IngestionDbContext context, QuarantineOrigin origin, IReadOnlyList<QuarantinedEvent> events, CancellationToken cancellationToken)
    {
        var originId = await FindOrAddAsync(context, origin, cancellationToken).ConfigureAwait(false);
        var ids = new Dictionary<long, long>(events.Count);
        await RowInsert.UpsertAsync(
            context,
            [.. events.Select(refused => QuarantineMapping.ToRow(refused, originId))],
            NewReasons,
            [nameof(QuarantinedEntity.RecordNumber), nameof(QuarantinedEntity.Id)],
            row => ids.Add(row.GetInt64(0), row.GetInt64(1)),
            cancellationToken).ConfigureAwait(false);

        // Some were there and have reasons of the time before; which, the database does not say.
        var written = ids.Values.ToList();
        await context.Reasons.Where(reason => written.Contains(reason.EventId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await RowInsert.InsertAsync(context, ReasonsOf(events, ids), cancellationToken).ConfigureAwait(false);
    }

    private static List<ReasonEntity> ReasonsOf(IReadOnlyList<QuarantinedEvent> events, Dictionary<long, long> ids)
        => [.. events.Where(refused => ids.ContainsKey(refused.RecordNumber))
            .SelectMany(refused => QuarantineMapping.RulesOf(refused).Select(rule => new ReasonEntity { EventId = ids[refused.RecordNumber], Rule = rule }))];

    private static async Task<long> FindOrAddAsync(IngestionDbContext context, QuarantineOrigin origin, CancellationToken cancellationToken)
    {
        var row = await context.Origins.SingleOrDefaultAsync(
            row => row.Source == origin.Source && row.Fingerprint == origin.Fingerprint, cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new OriginEntity { Source = origin.Source, Fingerprint = origin.Fingerprint, Body = BodyJson.Write(origin) };
            context.Origins.Add(row);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return row.Id;
    }
}
