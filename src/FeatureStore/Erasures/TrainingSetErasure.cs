using System.Runtime.CompilerServices;
using Catalog.Core.Storage;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace FeatureStore.Erasures;

/// <summary>
/// Takes the rows of an entity out of saved training sets: the file with all rows, those of the splits, and the entity frame. The manifest then describes the files as they are, and names the erasure.
/// May be repeated after a crash at any instruction: that it begins is noted first, and the manifest is written last. Files that are not what the manifest says are left as they are, unless there is
/// such a note. Thread-safe.
/// </summary>
internal sealed class TrainingSetErasure(
    IErasureEngine engine, ITrainingSetEngine sets, ITrainingSetStore store, TrainingSetFiles files, IFeatureRegistry registry, TimeProvider clock)
{
    private const string DamagedNote = "Its files are damaged, or some are gone, so rows of the entity may be left in them. Delete it.";

    private const int SetsAtOnce = 100;
    private const int MostPasses = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly ErasedColumns _columns = new(registry);

    /// <summary>The complete training sets with the keys of the entity in their columns, and the rows that they have of it; with null those of which that cannot be told, and why.</summary>
    internal async IAsyncEnumerable<(TrainingSet Set, long? Rows, string? Note)> FindAsync(
        IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var set in ListCompleteAsync(cancellationToken).ConfigureAwait(false))
        {
            var found = await UnlessRemovedAsync<(TrainingSet, long?, string?)?>(set, () => FindAsync(set, joinKeys, given, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (found is { } place)
            {
                yield return place;
            }
        }
    }

    /// <summary>The versions of views that complete training sets were made of, also those that are no longer defined.</summary>
    internal async Task<IReadOnlyList<FeatureView>> ListViewsAsync(CancellationToken cancellationToken)
    {
        var views = new Dictionary<FeatureViewId, FeatureView>();
        await foreach (var set in ListCompleteAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var used in ReadManifest(set).Manifest?.Views ?? [])
            {
                if (registry.FindView(used.View, used.Version) is { } view)
                {
                    views.TryAdd(view.Id, view);
                }
            }
        }

        return [.. views.Values];
    }

    /// <summary>What it has of the entity; null when it has none of the keys.</summary>
    private async Task<(TrainingSet Set, long? Rows, string? Note)?> FindAsync(TrainingSet set, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given, CancellationToken cancellationToken)
    {
        if (!files.Has(set.Id))
        {
            return await IsRemovedAsync(set, cancellationToken).ConfigureAwait(false) ? null : (set, null, "Its files lie with another process. Delete it, or erase through that process again.");
        }

        var (read, isDamaged) = ReadManifest(set);
        if (read is not { } manifest)
        {
            return await IsRemovedAsync(set, cancellationToken).ConfigureAwait(false) ? null
                : (set, null, isDamaged ? DamagedNote : "It was made before manifests were kept, so it is not known which columns are keys. Delete it.");
        }

        if (_columns.Of(set, manifest, joinKeys, given) is not { Count: > 0 } keys)
        {
            return null;
        }

        try
        {
            var rows = await engine.CountAsync(files.ResultOf(set.Id), keys, cancellationToken).ConfigureAwait(false);
            return (set, Math.Max(rows, await IsUnsettledAsync(set, manifest, cancellationToken).ConfigureAwait(false) ? 1 : 0), null);
        }
        catch (Exception exception) when (exception is FeatureStoreException or IOException)
        {
            if (!await IsRemovedAsync(set, cancellationToken).ConfigureAwait(false) && await IsDamagedAsync(set, manifest, cancellationToken).ConfigureAwait(false))
            {
                return (set, null, DamagedNote);
            }

            throw;
        }
    }

    private (TrainingSetManifest? Manifest, bool IsDamaged) ReadManifest(TrainingSet set)
    {
        try
        {
            return (files.FindManifest(set.Id), false);
        }
        catch (FeatureStoreException)
        {
            return (null, true);
        }
    }

    /// <summary>Whether one of its files is not what the manifest says. A file that an erasure has just written anew is not, either.</summary>
    private async Task<bool> IsDamagedAsync(TrainingSet set, TrainingSetManifest manifest, CancellationToken cancellationToken)
    {
        var described = manifest.SplitResults.Select(split => (Path: files.SplitOf(set.Id, split.Name), split.Sha256)).Append((files.ResultOf(set.Id), manifest.Result.Sha256));
        if (files.FindFrame(set.Id) is { } frame)
        {
            described = described.Append((frame, manifest.Frame.Sha256));
        }

        foreach (var (path, hash) in described)
        {
            if (!File.Exists(path) || await FileHash.OfAsync(path, cancellationToken).ConfigureAwait(false) != hash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Works on a set that anybody may delete or replace meanwhile: its record goes first, then its files, and with them all rows of the entity.</summary>
    /// <returns>What the work gives; the default when the set is gone.</returns>
    private async Task<T?> UnlessRemovedAsync<T>(TrainingSet set, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FeatureStoreException or IOException)
        {
            if (await IsRemovedAsync(set, cancellationToken).ConfigureAwait(false))
            {
                return default;
            }

            throw;
        }
    }

    private async Task<bool> IsRemovedAsync(TrainingSet set, CancellationToken cancellationToken) => await store.FindAsync(set.Id, cancellationToken).ConfigureAwait(false) is null;

    /// <summary>Erases, once those that are being built are complete: they may have read rows of the entity before these were erased.</summary>
    internal async Task EraseAsync(IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given, ErasureBook book, CancellationToken cancellationToken)
    {
        for (var (pass, changed) = (0, true); changed && pass < MostPasses; pass++)
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            changed = false;
            var empty = new List<ErasedPlace>(); // Put down all at once: there may be thousands, and each time the whole record is written.
            await foreach (var (set, rows, note) in FindAsync(joinKeys, given, cancellationToken).ConfigureAwait(false))
            {
                if (rows is null)
                {
                    await KeepAsync(set, note, book, cancellationToken).ConfigureAwait(false);
                }
                else if (rows > 0)
                {
                    changed |= await UnlessRemovedAsync(set, () => EraseAsync(set, joinKeys, given, book, cancellationToken), cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    files.EndErasing(set.Id); // Left where a process died as soon as the manifest was written.
                    if (book.Of(ErasedPlaceKind.TrainingSet, set.Name).Count == 0)
                    {
                        empty.Add(ErasedPlace.Empty(ErasedPlaceKind.TrainingSet, set.Name));
                    }
                }
            }

            if (empty.Count > 0)
            {
                await book.PassAsync(empty, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static Task KeepAsync(TrainingSet set, string? note, ErasureBook book, CancellationToken cancellationToken)
        => book.StateAsync(new ErasedPlace { Kind = ErasedPlaceKind.TrainingSet, Name = set.Name, Outcome = ErasureOutcome.Kept, Note = note }, cancellationToken);

    /// <returns>Whether files were written anew: not where the set is gone, or one of its files is damaged, which must not keep the entity in all others.</returns>
    private async Task<bool> EraseAsync(TrainingSet set, IReadOnlyList<string> joinKeys, IReadOnlyList<Value> given, ErasureBook book, CancellationToken cancellationToken)
    {
        if (files.FindManifest(set.Id) is not { } manifest)
        {
            return false;
        }

        if (!await BeginAsync(set, manifest, cancellationToken).ConfigureAwait(false))
        {
            await KeepAsync(set, DamagedNote, book, cancellationToken).ConfigureAwait(false);
            return false;
        }

        var keys = _columns.Of(set, manifest, joinKeys, given);
        var result = files.ResultOf(set.Id);
        var frameColumns = files.FindFrame(set.Id) is { } frame
            ? (await sets.GetFrameColumnsAsync(new FrameFile(frame, set.Definition.FrameName), cancellationToken).ConfigureAwait(false)).Count
            : (int?)null;
        var rows = await engine.RewriteAsync(result, result, columns: null, keys, cancellationToken).ConfigureAwait(false);
        var splits = new List<ManifestSplit>();
        foreach (var split in manifest.SplitResults)
        {
            var path = files.SplitOf(set.Id, split.Name);
            var left = await engine.RewriteAsync(path, path, columns: null, keys, cancellationToken).ConfigureAwait(false);
            splits.Add(new ManifestSplit(split.Name, left, new FileInfo(path).Length, await FileHash.OfAsync(path, cancellationToken).ConfigureAwait(false)));
        }

        var described = manifest with
        {
            RowCount = rows,
            Frame = frameColumns is { } count ? await RewriteFrameAsync(set, manifest.Frame, result, count, cancellationToken).ConfigureAwait(false) : manifest.Frame,
            Columns = await sets.DescribeAsync(result, set.Columns, cancellationToken).ConfigureAwait(false),
            Result = new ManifestResult(rows, new FileInfo(result).Length, await FileHash.OfAsync(result, cancellationToken).ConfigureAwait(false)),
            SplitResults = splits,
            Erasures = [.. manifest.Erasures, new ManifestErasure(book.Erasure.Id, Instant.Now(clock), manifest.RowCount - rows, manifest.Result.Sha256)],
        };
        await book.StateAsync(
            new ErasedPlace
            {
                Kind = ErasedPlaceKind.TrainingSet,
                Name = set.Name,
                Outcome = ErasureOutcome.Erased,
                Count = manifest.RowCount - rows,
                File = Path.GetFileName(result),
                Sha256 = manifest.Result.Sha256,
                NewFile = Path.GetFileName(result),
                NewSha256 = described.Result.Sha256,
                Note = "The rows were taken out of the result, the splits and the entity frame. The manifest names the erasure; the bytes from before cannot be built again.",
            },
            cancellationToken).ConfigureAwait(false);
        var erased = set with { RowCount = rows, ByteCount = described.Result.ByteCount, ErasedRows = described.Erasures.Sum(static erasure => erasure.Rows) };
        await store.SaveAsync(erased, cancellationToken).ConfigureAwait(false);
        files.ForgetBuilding(set.Id); // Left where a process died as soon as the training set was complete.
        files.WriteManifest(set.Id, described);
        files.EndErasing(set.Id);
        return true;
    }

    /// <summary>Notes that its files are about to be written anew; false when they are damaged.</summary>
    private async Task<bool> BeginAsync(TrainingSet set, TrainingSetManifest manifest, CancellationToken cancellationToken)
    {
        if (!files.IsBeingErased(set.Id))
        {
            if (await IsDamagedAsync(set, manifest, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            files.BeginErasing(set.Id);
        }

        return true;
    }

    /// <summary>The columns of the frame come first in the result, in the types that a rebuild reads them as; so the frame is made of these, as Parquet, whatever it was.</summary>
    private async Task<ManifestFrame> RewriteFrameAsync(TrainingSet set, ManifestFrame frame, string result, int columns, CancellationToken cancellationToken)
    {
        var made = files.MadeFrameOf(set.Id);
        await engine.RewriteAsync(result, made, columns, [], cancellationToken).ConfigureAwait(false);
        while (files.FindFrame(set.Id, except: made) is { } former)
        {
            File.Delete(former);
        }

        return frame with { ByteCount = new FileInfo(made).Length, Sha256 = await FileHash.OfAsync(made, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Whether its files were written anew by a process that died before the manifest told so.</summary>
    private async Task<bool> IsUnsettledAsync(TrainingSet set, TrainingSetManifest manifest, CancellationToken cancellationToken)
        => files.IsBeingErased(set.Id) && await IsDamagedAsync(set, manifest, cancellationToken).ConfigureAwait(false);

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var waited = (await store.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Select(static set => set.Id).ToHashSet();
        while (waited.Count > 0)
        {
            await Task.Delay(Poll, clock, cancellationToken).ConfigureAwait(false);
            waited.IntersectWith((await store.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Select(static set => set.Id));
        }
    }

    private async IAsyncEnumerable<TrainingSet> ListCompleteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? last = null;
        while (await store.ListAsync(last, SetsAtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var set in page.Where(static set => set.State == TrainingSetState.Completed))
            {
                yield return set;
            }

            last = page[^1].Id;
        }
    }
}
