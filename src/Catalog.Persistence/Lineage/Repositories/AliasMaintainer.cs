using Catalog.Persistence.Lineage.Entities;
using Lineage.Ingest;
using Lineage.Model;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Lineage.Repositories;

/// <summary>Keeps symlinks and the shown names that follow from them, within the caller's transaction.</summary>
internal sealed class AliasMaintainer(LineageDbContext context)
{
    private const string FacetName = "symlinks";

    public async Task MaintainAsync(IEnumerable<DatasetRecord> changed, CancellationToken cancellationToken)
    {
        foreach (var record in changed.Where(static record => record.Facets.FindVersion(FacetName) is not null))
        {
            var row = await context.Datasets.SingleAsync(dataset => dataset.Id == record.Key, cancellationToken).ConfigureAwait(false);
            var facet = FacetMap.Parse(row.Facets).Find(FacetName);
            var links = facet is null ? [] : SymlinksFacetReader.Read(facet);
            if (await ReplaceAsync(row.Id, links, cancellationToken).ConfigureAwait(false))
            {
                await ResolveAsync([row.Id, .. links.Select(static link => link.Target.Key.Value)], cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> ReplaceAsync(Guid dataset, IReadOnlyList<Symlink> links, CancellationToken cancellationToken)
    {
        var known = await context.Symlinks.Where(link => link.DatasetId == dataset).ToListAsync(cancellationToken).ConfigureAwait(false);
        var before = known.Select(static link => (link.TargetId, link.IsTable)).ToHashSet();
        if (before.SetEquals(links.Select(static link => (link.Target.Key.Value, link.IsTable))))
        {
            return false;
        }

        context.Symlinks.RemoveRange(known);
        context.Symlinks.AddRange(links.Select(link => new SymlinkEntity
        {
            DatasetId = dataset,
            TargetId = link.Target.Key.Value,
            IsTable = link.IsTable,
        }));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Resolves the groups that the datasets were in, and with them those that they are in now.</summary>
    private async Task ResolveAsync(List<Guid> datasets, CancellationToken cancellationToken)
    {
        var groups = context.Datasets.Where(dataset => datasets.Contains(dataset.Id)).Select(static dataset => dataset.ShownId);
        var members = await context.Datasets.Where(dataset => groups.Contains(dataset.ShownId))
            .ToDictionaryAsync(static dataset => dataset.Id, cancellationToken).ConfigureAwait(false);
        var keys = members.Keys.ToList();
        var links = await context.Symlinks.Where(link => keys.Contains(link.DatasetId)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var shown = AliasResolver.Resolve(
            [.. members.Values.Select(static member => member.Named)],
            [.. links.Select(link => (members[link.DatasetId].Named, new Symlink(members[link.TargetId].Named, link.IsTable)))]);
        foreach (var member in members.Values)
        {
            member.ShownId = shown[member.Named].Key.Value;
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }
}
