using Catalog.Core.Values;
using Catalog.Persistence.Storage;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class OfflineManifest(CatalogDatabase<FeatureStoreDbContext> database, TimeProvider clock) : IOfflineManifest
{
    private const int PathsAStatement = 500;

    public Task<OfflineSnapshot> GetSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                // One statement for the number and the files: a second one might see a later state.
                var row = await context.OfflineViews
                    .Include(row => row.Files)
                    .SingleOrDefaultAsync(row => row.View == view.Name && row.Version == view.Version, token).ConfigureAwait(false);
                return row is null ? new OfflineSnapshot(view, 0, []) : new OfflineSnapshot(view, row.Number, Order(row.Files)) { Horizon = HorizonOf(row) };
            },
            cancellationToken);

    public Task FenceAsync(FeatureViewId view, int partition, long epoch, CancellationToken cancellationToken) => epoch == 0
        ? database.ReadAsync((context, token) => FindWriterAsync(context, view, partition, epoch, token), cancellationToken) // Nobody is before it, so there is nothing to write.
        : database.WriteAsync(
            async (context, token) =>
            {
                var writer = await FindWriterAsync(context, view, partition, epoch, token).ConfigureAwait(false);
                if (writer is not null)
                {
                    writer.Epoch = epoch;
                }
                else
                {
                    context.OfflineWriters.Add(new OfflineWriterEntity { View = view.Name, Version = view.Version, Partition = partition, Epoch = epoch });
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<OfflineFile>> CommitAsync(FeatureViewId view, OfflineFile file, long epoch, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                await FindWriterAsync(context, view, file.Partition, epoch, token).ConfigureAwait(false);
                return await CommitAsync(context, view, file, token).ConfigureAwait(false);
            },
            cancellationToken);

    public Task<IReadOnlyList<OfflineFile>?> TryCommitAsync(FeatureViewId view, OfflineFile file, IReadOnlyList<OfflineFile> before, long epoch, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<OfflineFile>?>(
            async (context, token) =>
            {
                await FindWriterAsync(context, view, file.Partition, epoch, token).ConfigureAwait(false);
                var recorded = Order(await FindTouchedAsync(context, view, file, token).ConfigureAwait(false));
                return recorded.Contains(file) || recorded.SequenceEqual(before) ? await CommitAsync(context, view, file, token).ConfigureAwait(false) : null;
            },
            cancellationToken);

    public Task<bool> ReplaceAsync(FeatureViewId view, IReadOnlyList<OfflineFile> files, OfflineFile merged, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var touched = await FindTouchedAsync(context, view, merged, token).ConfigureAwait(false);
                if (!Order(touched).SequenceEqual(files) || await context.OfflineViews.FindAsync([view.Name, view.Version], token).ConfigureAwait(false) is not { } row)
                {
                    return false;
                }

                await PlaceAsync(context, view, merged, touched, token).ConfigureAwait(false);
                row.Number++;
                return true;
            },
            cancellationToken);

    public Task RaiseHorizonAsync(FeatureViewId view, OfflineHorizon horizon, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                if (await context.OfflineViews.FindAsync([view.Name, view.Version], token).ConfigureAwait(false) is { } row)
                {
                    row.HorizonTime = row.HorizonTime is { } time && time > horizon.Time ? time : horizon.Time;
                    row.HorizonSequence = Math.Max(row.HorizonSequence ?? long.MinValue, horizon.Sequence);
                }
            },
            cancellationToken);

    public Task<IReadOnlySet<string>> GetAllPathsAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlySet<string>>(
            async (context, token) =>
            {
                var paths = new HashSet<string>(StringComparer.Ordinal);
                await foreach (var path in context.OfflineFiles.Where(row => row.Path != string.Empty).Select(row => row.Path)
                    .AsAsyncEnumerable().WithCancellation(token).ConfigureAwait(false))
                {
                    paths.Add(path);
                }

                return paths;
            },
            cancellationToken);

    public Task<IReadOnlyDictionary<string, Instant>> GetReplacedAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyDictionary<string, Instant>>(
            async (context, token) => await context.ReplacedFiles.ToDictionaryAsync(static row => row.Path, static row => row.ReplacedAt, StringComparer.Ordinal, token).ConfigureAwait(false),
            cancellationToken);

    public Task ForgetReplacedAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken)
        => paths.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                async (context, token) =>
                {
                    foreach (var part in paths.Chunk(PathsAStatement))
                    {
                        await context.ReplacedFiles.Where(row => part.Contains(row.Path)).ExecuteDeleteAsync(token).ConfigureAwait(false);
                    }
                },
                cancellationToken);

    public Task<IReadOnlyList<OfflineTotals>> GetTotalsAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<OfflineTotals>>(
            async (context, token) =>
            {
                var rows = await context.OfflineViews
                    .Select(row => new
                    {
                        row.View,
                        row.Version,
                        row.Number,
                        Files = row.Files.Count(file => file.RowCount > 0),
                        Rows = row.Files.Sum(file => file.RowCount),
                        Bytes = row.Files.Sum(file => file.ByteCount),
                        Newest = row.Files.Where(file => file.RowCount > 0).Max(file => (Instant?)file.MaxEventTime),
                    })
                    .ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Select(static row => new OfflineTotals(new FeatureViewId(row.View, row.Version), row.Number, row.Files, row.Rows, row.Bytes, row.Newest))];
            },
            cancellationToken);

    public Task<IReadOnlyList<OfflineFile>> DropAsync(FeatureViewId view, CancellationToken cancellationToken)
        => database.WriteAsync<IReadOnlyList<OfflineFile>>(
            async (context, token) =>
            {
                var row = await context.OfflineViews
                    .Include(row => row.Files)
                    .SingleOrDefaultAsync(row => row.View == view.Name && row.Version == view.Version, token).ConfigureAwait(false);
                if (row is null || row.Files.Count == 0)
                {
                    return [];
                }

                var dropped = Order(row.Files);
                await NoteReplacedAsync(context, dropped.Select(static file => file.Path), recorded: string.Empty, token).ConfigureAwait(false);
                context.OfflineFiles.RemoveRange(row.Files);
                row.Number++;
                (row.HorizonTime, row.HorizonSequence) = (null, null);
                return dropped;
            },
            cancellationToken);

    private async Task<IReadOnlyList<OfflineFile>> CommitAsync(
        FeatureStoreDbContext context, FeatureViewId view, OfflineFile file, CancellationToken cancellationToken)
    {
        var row = await context.OfflineViews.FindAsync([view.Name, view.Version], cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new OfflineViewEntity { View = view.Name, Version = view.Version };
            context.OfflineViews.Add(row);
        }

        var touched = await FindTouchedAsync(context, view, file, cancellationToken).ConfigureAwait(false);
        var replaced = Order(touched);
        if (replaced.Contains(file))
        {
            return [];
        }

        if (touched.Find(old => old.FirstSequence < file.FirstSequence || old.EndSequence > file.EndSequence) is { } conflict)
        {
            throw Conflict(view, file, conflict);
        }

        await PlaceAsync(context, view, file, touched, cancellationToken).ConfigureAwait(false);
        row.Number++;
        return replaced;
    }

    /// <summary>What is recorded in the range of a file, whole or in part.</summary>
    private static Task<List<OfflineFileEntity>> FindTouchedAsync(FeatureStoreDbContext context, FeatureViewId view, OfflineFile file, CancellationToken cancellationToken)
        => context.OfflineFiles
            .Where(old => old.View == view.Name && old.Version == view.Version && old.Partition == file.Partition
                && old.FirstSequence < file.EndSequence && old.EndSequence > file.FirstSequence)
            .ToListAsync(cancellationToken);

    /// <summary>Records a file in place of others. One that begins at the same sequence has the same key: its row is written over, since a delete and an insert would collide.</summary>
    private async Task PlaceAsync(FeatureStoreDbContext context, FeatureViewId view, OfflineFile file, List<OfflineFileEntity> touched, CancellationToken cancellationToken)
    {
        await NoteReplacedAsync(context, touched.Select(static old => old.Path), file.Path, cancellationToken).ConfigureAwait(false);
        var place = touched.Find(old => old.FirstSequence == file.FirstSequence);
        context.OfflineFiles.RemoveRange(touched.Where(old => old != place));
        if (place is null)
        {
            context.OfflineFiles.Add(ToEntity(view, file));
        }
        else
        {
            context.Entry(place).CurrentValues.SetValues(ToEntity(view, file));
        }
    }

    /// <summary>Notes what is no longer recorded, so that any process can tell how long nobody can have begun to read it.</summary>
    /// <param name="context">The context.</param>
    /// <param name="paths">Paths of what was recorded.</param>
    /// <param name="recorded">The path that is recorded now.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    private async Task NoteReplacedAsync(FeatureStoreDbContext context, IEnumerable<string> paths, string recorded, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        foreach (var path in paths.Where(path => path.Length > 0 && path != recorded).ToList())
        {
            if (await context.ReplacedFiles.FindAsync([path], cancellationToken).ConfigureAwait(false) is { } row)
            {
                row.ReplacedAt = now;
            }
            else
            {
                context.ReplacedFiles.Add(new ReplacedFileEntity { Path = path, ReplacedAt = now });
            }
        }

        if (recorded.Length > 0 && await context.ReplacedFiles.FindAsync([recorded], cancellationToken).ConfigureAwait(false) is { } former)
        {
            context.ReplacedFiles.Remove(former);
        }
    }

    private static OfflineHorizon? HorizonOf(OfflineViewEntity row) => row.HorizonTime is { } time ? new OfflineHorizon(time, row.HorizonSequence ?? long.MaxValue) : null;

    /// <returns>The last writer; null when there is none that was told from others.</returns>
    private static async Task<OfflineWriterEntity?> FindWriterAsync(
        FeatureStoreDbContext context, FeatureViewId view, int partition, long epoch, CancellationToken cancellationToken)
    {
        var writer = await context.OfflineWriters.FindAsync([view.Name, view.Version, partition], cancellationToken).ConfigureAwait(false);
        return writer is null || writer.Epoch <= epoch
            ? writer
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.WriterFenced,
                $"Partition {partition} of '{view}' cannot be written as owner number {epoch}: owner number {writer.Epoch} has taken it over. Nothing was recorded; that process goes on with it.");
    }

    private static FeatureStoreException Conflict(FeatureViewId view, OfflineFile file, OfflineFileEntity conflict) => new(
        FeatureStoreErrorCode.ManifestConflict,
        $"The range [{file.FirstSequence}, {file.EndSequence}) of partition {file.Partition} cannot be recorded for '{view}': it overlaps "
        + $"[{conflict.FirstSequence}, {conflict.EndSequence}) in part. Another writer is at work on this partition; open the writer again.");

    private static List<OfflineFile> Order(IEnumerable<OfflineFileEntity> files)
        => [.. files.OrderBy(static file => file.Partition).ThenBy(static file => file.FirstSequence).Select(ToFile)];

    private static OfflineFile ToFile(OfflineFileEntity row) => new()
    {
        Path = row.Path,
        Partition = row.Partition,
        FirstSequence = row.FirstSequence,
        EndSequence = row.EndSequence,
        RowCount = row.RowCount,
        ByteCount = row.ByteCount,
        MinEventTime = row.MinEventTime,
        MaxEventTime = row.MaxEventTime,
    };

    private static OfflineFileEntity ToEntity(FeatureViewId view, OfflineFile file) => new()
    {
        View = view.Name,
        Version = view.Version,
        Partition = file.Partition,
        FirstSequence = file.FirstSequence,
        EndSequence = file.EndSequence,
        Path = file.Path,
        RowCount = file.RowCount,
        ByteCount = file.ByteCount,
        MinEventTime = file.MinEventTime,
        MaxEventTime = file.MaxEventTime,
    };
}
