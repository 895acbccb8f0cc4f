using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Diagnostics;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Selection;

namespace FeatureStore.Materialization;

/// <summary>
/// Writes rows of views into the online store that no event gave (ADR 17). They are told from those of events by their sequence, <see cref="OnlineRowHead.WrittenDirectly"/>. Thread-safe; beside the writers of the views, too.
/// </summary>
public sealed class DirectWriter
{
    private const int WritesAtOnce = 10_000;

    private readonly IOnlineStore _online;
    private readonly ServedVersions _versions;
    private readonly ErasedEntities _erased;
    private readonly FeatureStoreMetrics _metrics;

    internal DirectWriter(IOnlineStore online, ServedVersions versions, ErasedEntities erased, FeatureStoreMetrics metrics)
        => (_online, _versions, _erased, _metrics) = (online, versions, erased, metrics);

    /// <summary>
    /// Writes rows, each only if its event time is later than that of the stored row of its key; of rows with the same key and event time the last one counts. When the task ends they are durable and every later lookup sees them, also
    /// while an earlier version of the view still answers. Writing the same rows again changes nothing.
    /// </summary>
    /// <param name="view">The newest version of a view that is kept online and has no windows.</param>
    /// <param name="rows">The rows, with values in the order of the view's features. Their sequence does not matter, and they are not to be looked at afterwards.</param>
    /// <param name="cancellationToken">Stops it before the first row is written; afterwards it is carried out.</param>
    /// <exception cref="ArgumentException">The view has windows, or is not kept online; a programming error.</exception>
    /// <exception cref="CatalogException">The online store or the catalogue failed; a part of the rows may be written. Write them again.</exception>
    public async Task<DirectWriteResult> WriteAsync(FeatureView view, IReadOnlyList<FeatureRow> rows, CancellationToken cancellationToken)
    {
        var columns = new ViewColumns(view);
        if (columns.HasWindows || !view.Online)
        {
            throw new ArgumentException($"View '{view.Id}' takes no rows without events: it has windows, or is not kept online.", nameof(view));
        }

        await _versions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var set = await _erased.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var keptOut = new List<FeatureRow>();
        IReadOnlyList<FeatureRow> left = [.. rows.Select(static row => row with { Sequence = OnlineRowHead.WrittenDirectly })];
        left = set.For(view.Entities)?.Without(left, keptOut) ?? left;
        new CanonicalRows(columns).Apply(left);
        var newer = await WriteAsync(view, left).ConfigureAwait(false);
        if (_versions.Find(view.Name) is { Online: true } answering && answering.Id != view.Id && !new ViewColumns(answering).HasWindows)
        {
            newer = await WriteAsync(answering, InOrderOf(answering, view, left)).ConfigureAwait(false);
        }

        _metrics.RowsWrittenDirectly(view.Name, left.Count, newer);
        var erased = keptOut.Count + await RemoveErasedAsync(view, left, set).ConfigureAwait(false);
        _metrics.RowsKeptOut(view.Name, erased);
        return new DirectWriteResult(rows.Count, newer, erased);
    }

    private async Task<int> WriteAsync(FeatureView view, IReadOnlyList<FeatureRow> rows)
    {
        var layout = new OnlineLayout(view);
        var writes = new List<OnlineWrite>(rows.Count * (1 + layout.Values.Count));
        foreach (var row in rows)
        {
            layout.AddWrites(row, writes);
        }

        // A row that is not later than the stored one is passed over, so that of equal times the store would keep the first.
        var newest = new Dictionary<(EntityKey Key, string View), OnlineWrite>();
        foreach (var write in writes)
        {
            if (!newest.TryGetValue((write.Key, write.View), out var before) || write.EventTime >= before.EventTime)
            {
                newest[(write.Key, write.View)] = write;
            }
        }

        var newer = 0;
        foreach (var (isRow, part) in newest.Values.GroupBy(write => write.View == layout.Row).SelectMany(static group => group.Chunk(WritesAtOnce).Select(part => (group.Key, part))))
        {
            var written = await _online.WriteAsync(part, CancellationToken.None).ConfigureAwait(false);
            newer += isRow ? written : 0;
        }

        return newer;
    }

    /// <summary>The rows with the values that another version has; what this one does not have is null.</summary>
    private static FeatureRow[] InOrderOf(FeatureView version, FeatureView view, IReadOnlyList<FeatureRow> rows)
    {
        var places = view.Features.Index().ToDictionary(static entry => entry.Item.Name, static entry => entry.Index, StringComparer.Ordinal);
        int[] order = [.. version.Features.Select(feature => places.TryGetValue(feature.Name, out var place) && view.Features[place].Type == feature.Type ? place : -1)];
        return [.. rows.Select(row => row with { Values = Array.ConvertAll(order, place => place < 0 ? Value.Null : row.Values[place]) })];
    }

    /// <summary>
    /// An erasure that began after the tombstones were asked for may have looked through the store before the rows were there, so they are asked for once more. One that begins later finds the rows.
    /// </summary>
    private async Task<int> RemoveErasedAsync(FeatureView view, IReadOnlyList<FeatureRow> rows, ErasedSet before)
    {
        var set = await _erased.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        if (set.Stamp == before.Stamp || set.For(view.Entities) is not { } erased)
        {
            return 0;
        }

        var removed = 0;
        foreach (var row in rows.Where(row => erased.Has(row)))
        {
            await _online.DeleteKeyAsync(EntityKey.Create(view.Entities, row.KeyValues), CancellationToken.None).ConfigureAwait(false);
            removed++;
        }

        return removed;
    }
}

/// <summary>What became of rows that were written directly.</summary>
/// <param name="Rows">How many there were.</param>
/// <param name="Newer">How many of them lookups give now: their event time is later than what was stored, and no other row of their key was later.</param>
/// <param name="Erased">How many were kept out because their entity is erased.</param>
public sealed record DirectWriteResult(int Rows, int Newer, int Erased);
