using System.Globalization;
using FeatureStore.Materialization;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace FeatureStore.Erasures;

/// <summary>
/// Takes the rows of an entity out of the offline files of a view version: each file with such rows is written anew under a new name and exchanged in the manifest in one step, beside writers, readers
/// and compaction. Goes on until no file that is recorded has such a row. Thread-safe.
/// </summary>
internal sealed class OfflineErasure(IErasureEngine engine, IOfflineManifest manifest, ReplacedFiles replaced, ContentHashes hashes)
{
    /// <summary>The files with rows of the entity and how many each has.</summary>
    internal async Task<IReadOnlyList<(OfflineFile File, long Rows)>> FindAsync(ErasureTarget target, IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var snapshot = await manifest.GetSnapshotAsync(target.View.Id, cancellationToken).ConfigureAwait(false);
        OfflineFile[] files = [.. snapshot.Files.Where(file => file.RowCount > 0 && !known.Contains(file.Path))];
        var counts = files.Length == 0 ? [] : await engine.CountAsync(target.View, files, target.Key, cancellationToken).ConfigureAwait(false);
        return [.. files.Zip(counts)];
    }

    /// <summary>Erases.</summary>
    /// <exception cref="FeatureStoreException">A file cannot be read or written.</exception>
    internal async Task EraseAsync(ErasureTarget target, ErasureBook book, CancellationToken cancellationToken)
    {
        var doubtful = await SettleAsync(target, book, cancellationToken).ConfigureAwait(false);
        var clean = new HashSet<string>(StringComparer.Ordinal);
        var touched = new HashSet<int>();
        for (var isClean = false; !isClean;)
        {
            using var reading = replaced.BeginRead();
            isClean = true;
            foreach (var (file, rows) in await FindAsync(target, clean, cancellationToken).ConfigureAwait(false))
            {
                if (rows == 0)
                {
                    clean.Add(file.Path);
                    continue;
                }

                isClean = false;
                touched.Add(file.Partition);
                await RewriteAsync(target, file, rows, book, cancellationToken).ConfigureAwait(false);
            }
        }

        // What was begun and is in no list any more was done, unless its rows were found in the file that took them over.
        foreach (var place in doubtful)
        {
            await book.ReplaceAsync(place, touched.Contains(place.Partition ?? 0) ? null : place with { IsPending = false }, cancellationToken).ConfigureAwait(false);
        }

        await PassAsync(target, clean, book, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts down how many files had no row of the entity, where any had none or there was none at all. Those that took the place of others are not counted.</summary>
    private static async Task PassAsync(ErasureTarget target, HashSet<string> clean, ErasureBook book, CancellationToken cancellationToken)
    {
        if (!target.View.Offline)
        {
            return;
        }

        var name = target.View.Id.ToString();
        var changed = book.Of(ErasedPlaceKind.OfflineFile, name).Where(static place => place.File is not null).ToList();
        clean.ExceptWith(changed.Select(static place => place.NewFile).OfType<string>());
        if (clean.Count > 0 || changed.Count == 0)
        {
            var note = clean.Count switch { 0 => "No file has rows.", 1 => "1 file was searched.", var count => string.Create(CultureInfo.InvariantCulture, $"{count} files were searched.") };
            await book.PassAsync([ErasedPlace.Empty(ErasedPlaceKind.OfflineFile, name, note)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RewriteAsync(ErasureTarget target, OfflineFile file, long rows, ErasureBook book, CancellationToken cancellationToken)
    {
        var written = await engine.RewriteAsync(target.View, file, target.Key, book.Erasure.Id.ToString("N"), cancellationToken).ConfigureAwait(false);
        var sha256 = await hashes.OfOfflineAsync([file, written], cancellationToken).ConfigureAwait(false);
        var place = await book.BeginAsync(
            new ErasedPlace
            {
                Kind = ErasedPlaceKind.OfflineFile,
                Name = target.View.Id.ToString(),
                Outcome = ErasureOutcome.Erased,
                Count = rows,
                Partition = file.Partition,
                File = file.Path,
                Sha256 = sha256[file.Path],
                NewFile = written.Path.Length == 0 ? null : written.Path,
                NewSha256 = written.Path.Length == 0 ? null : sha256[written.Path],
            },
            cancellationToken).ConfigureAwait(false);
        if (await manifest.ReplaceAsync(target.View.Id, [file], written, cancellationToken).ConfigureAwait(false))
        {
            replaced.Add([file]);
            await book.SettleAsync(place, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // A writer or a compaction was faster; its file has the rows and comes next.
            await book.ReplaceAsync(place, with: null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds out what became of places that a process left unsettled.</summary>
    /// <returns>Those of which it cannot be told yet: a later file has taken the place of both.</returns>
    private async Task<IReadOnlyList<ErasedPlace>> SettleAsync(ErasureTarget target, ErasureBook book, CancellationToken cancellationToken)
    {
        var doubtful = new List<ErasedPlace>();
        var recorded = (await manifest.GetSnapshotAsync(target.View.Id, cancellationToken).ConfigureAwait(false)).Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var place in book.Of(ErasedPlaceKind.OfflineFile, target.View.Id.ToString()).Where(static place => place.IsPending))
        {
            if (place.File is { } file && recorded.Contains(file))
            {
                await book.ReplaceAsync(place, with: null, cancellationToken).ConfigureAwait(false);
            }
            else if (place.NewFile is { } written && recorded.Contains(written))
            {
                await book.SettleAsync(place, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                doubtful.Add(place);
            }
        }

        return doubtful;
    }
}
