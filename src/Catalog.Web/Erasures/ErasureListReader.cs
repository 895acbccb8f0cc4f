using FeatureStore.Erasures;

namespace Catalog.Web.Erasures;

/// <summary>Reads pages of the list of erasures. Thread-safe.</summary>
internal sealed class ErasureListReader(ErasureService erasures)
{
    internal const int PageSize = 50;

    /// <summary>A page, newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="before">The last one of the page before; null for the first page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    internal async Task<ErasureList> ReadAsync(ErasureFilter filter, Guid? before, CancellationToken cancellationToken)
    {
        var counts = await erasures.CountAsync(filter.Entity, cancellationToken);
        var page = await erasures.ListAsync(filter, before, PageSize + 1, cancellationToken);
        var all = filter.Entity is null ? counts : await erasures.CountAsync(entity: null, cancellationToken);
        return new ErasureList(
            [.. page.Take(PageSize)],
            page.Count > PageSize ? page[PageSize - 1].Id : null,
            all.Sum(static count => count.Number),
            [.. counts.Where(count => HasKey(count, filter.JoinKey)).GroupBy(static count => count.State, static count => count.Number).Select(static group => (group.Key, group.Sum()))],
            [.. counts.Where(count => filter.State is null || count.State == filter.State).SelectMany(static count => count.JoinKeys.Select(key => (Key: key, count.Number)))
                .GroupBy(static count => count.Key, static count => count.Number, StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => (group.Key, group.Sum()))],
            counts.Where(count => HasKey(count, filter.JoinKey) && (filter.State is null || count.State == filter.State)).Sum(static count => count.Number));
    }

    private static bool HasKey(ErasureCount count, string? joinKey) => joinKey is null || count.JoinKeys.Contains(joinKey);
}

/// <summary>A page of erasures with what the filters would give.</summary>
/// <param name="Erasures">Those of the page, newest first.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
/// <param name="All">How many there are.</param>
/// <param name="States">How many there are in each state, with the join key and of the entity of the filter.</param>
/// <param name="JoinKeys">How many there are of each join key, in the state of the filter; one of several keys counts for each.</param>
/// <param name="Found">How many fit the filter.</param>
internal sealed record ErasureList(
    IReadOnlyList<Erasure> Erasures, Guid? Next, long All, IReadOnlyList<(ErasureState State, long Count)> States, IReadOnlyList<(string Key, long Count)> JoinKeys, long Found);
