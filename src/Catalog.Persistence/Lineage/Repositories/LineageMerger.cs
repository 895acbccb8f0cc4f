using Catalog.Persistence.Lineage.Entities;
using Lineage.Ingest;
using Lineage.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

/// <summary>Merges changes into the tables within the caller's transaction.</summary>
internal sealed class LineageMerger(LineageDbContext context)
{
    /// <summary>Most keys in one statement; engines limit the number of parameters.</summary>
    public const int ChunkSize = 500;

    public async Task MergeAsync(LineageChanges changes, CancellationToken cancellationToken)
    {
        await MergeAsync(context.Jobs, changes.Jobs, cancellationToken).ConfigureAwait(false);
        await MergeAsync(context.Datasets, changes.Datasets, cancellationToken).ConfigureAwait(false);
        await MergeAsync(context.Runs, changes.Runs, cancellationToken).ConfigureAwait(false);
        await MergeAsync(context.RunDatasets, changes.RunDatasets, cancellationToken).ConfigureAwait(false);
        await MergeAsync(context.Schemas, changes.Schemas, cancellationToken).ConfigureAwait(false);
        await MergeAsync(context.Edges, changes.Edges, cancellationToken).ConfigureAwait(false);
        await ReplaceDeclarationsAsync(changes.Declarations, cancellationToken).ConfigureAwait(false);
        await ReplaceColumnsAsync(changes.Columns, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await new AliasMaintainer(context).MaintainAsync(changes.Datasets, cancellationToken).ConfigureAwait(false);
    }

    private static async Task MergeAsync<TRow, TRecord>(DbSet<TRow> rows, RecordSet<TRecord> records, CancellationToken cancellationToken)
        where TRow : class, IRow<TRecord>, new()
        where TRecord : IMergeable<TRecord>
    {
        foreach (var chunk in records.Chunk(ChunkSize))
        {
            var keys = chunk.Select(static record => record.Key).ToList();
            var known = await rows.Where(row => keys.Contains(row.Id))
                .ToDictionaryAsync(static row => row.Id, cancellationToken).ConfigureAwait(false);
            foreach (var record in chunk)
            {
                if (known.TryGetValue(record.Key, out var row))
                {
                    row.Write(row.Read(record).Merge(record));
                    continue;
                }

                row = new TRow { Id = record.Key };
                row.Write(record);
                rows.Add(row);
            }
        }
    }

    private async Task ReplaceDeclarationsAsync(RecordSet<DeclaredLineage> records, CancellationToken cancellationToken)
    {
        var winners = await FindWinnersAsync(context.Declarations, records, static record => record.Stamp, cancellationToken).ConfigureAwait(false);
        foreach (var chunk in winners.Chunk(ChunkSize))
        {
            var owners = chunk.Select(static record => record.Key).ToList();
            await context.DeclaredEdges.Where(edge => owners.Contains(edge.OwnerId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            context.DeclaredEdges.AddRange(chunk.SelectMany(static record => record.Edges.Select(edge => new DeclaredEdgeEntity
            {
                OwnerId = record.Key,
                FromKind = edge.From.Kind,
                FromId = edge.From.Key.Value,
                ToKind = edge.To.Kind,
                ToId = edge.To.Key.Value,
            })));
        }
    }

    private async Task ReplaceColumnsAsync(RecordSet<ColumnLineage> records, CancellationToken cancellationToken)
    {
        var winners = await FindWinnersAsync(context.ColumnSets, records, static record => record.Stamp, cancellationToken).ConfigureAwait(false);
        foreach (var chunk in winners.Chunk(ChunkSize))
        {
            var sets = chunk.Select(static record => record.Key).ToList();
            await context.ColumnEdges.Where(edge => sets.Contains(edge.SetId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            context.ColumnEdges.AddRange(chunk.SelectMany(static record => record.Edges.Select(edge => new ColumnEdgeEntity
            {
                SetId = record.Key,
                JobId = record.Job?.Key.Value,
                DatasetId = record.Dataset.Key.Value,
                Column = edge.Column,
                InputId = edge.Input.Key.Value,
                InputColumn = edge.InputColumn,
                Indirect = edge.Indirect,
                Subtype = edge.Subtype,
                Masked = edge.Masked,
                Description = edge.Description,
            })));
        }
    }

    /// <summary>The records that are later than what is kept; their stamps are written.</summary>
    private static async Task<List<TRecord>> FindWinnersAsync<THead, TRecord>(
        DbSet<THead> heads, RecordSet<TRecord> records, Func<TRecord, Stamp> stampOf, CancellationToken cancellationToken)
        where THead : class, IStamped, new()
        where TRecord : IMergeable<TRecord>
    {
        var winners = new List<TRecord>();
        foreach (var chunk in records.Chunk(ChunkSize))
        {
            var keys = chunk.Select(static record => record.Key).ToList();
            var known = await heads.Where(head => keys.Contains(head.Id))
                .ToDictionaryAsync(static head => head.Id, cancellationToken).ConfigureAwait(false);
            foreach (var record in chunk)
            {
                var stamp = stampOf(record);
                if (!known.TryGetValue(record.Key, out var head))
                {
                    head = heads.Add(new THead { Id = record.Key }).Entity;
                }
                else if (stamp <= new Stamp(head.StampTime, head.StampTie))
                {
                    continue;
                }

                (head.StampTime, head.StampTie) = (stamp.Time, stamp.Tie);
                winners.Add(record);
            }
        }

        return winners;
    }
}
