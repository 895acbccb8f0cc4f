using System.Globalization;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Compares a rebuilt training set with the manifest that it was built from, and tells what was not there any more.</summary>
internal static class RebuildComparison
{
    /// <param name="origin">The manifest that it was built from.</param>
    /// <param name="rebuilt">Its own.</param>
    /// <param name="views">What was joined, in the order of the manifest's views.</param>
    internal static TrainingSetRebuild Compare(TrainingSetManifest origin, TrainingSetManifest rebuilt, IReadOnlyList<TrainingJoinView> views)
    {
        var different = origin.SplitResults.Where(split => rebuilt.SplitResults.FirstOrDefault(other => other.Name == split.Name)?.Sha256 != split.Sha256).Select(static split => split.Name).ToList();
        var isSame = origin.Result.Sha256 == rebuilt.Result.Sha256 && different.Count == 0;
        var missing = origin.Views.SelectMany((view, place) => MissingOf(view, rebuilt.Views[place], views[place].Snapshot)).Distinct().ToList();
        return new TrainingSetRebuild
        {
            Of = origin.Name,
            OfId = origin.Id,
            Identical = isSame,
            ExpectedSha256 = origin.Result.Sha256,
            Sha256 = rebuilt.Result.Sha256,
            DifferentSplits = different,
            MissingFiles = missing,
            Notes = [.. NotesOf(origin, rebuilt, missing, isSame)],
        };
    }

    private static IEnumerable<RebuildFile> MissingOf(ManifestView was, ManifestView now, OfflineSnapshot snapshot)
    {
        var hashes = now.Files.ToDictionary(static file => file.Path, static file => file.Sha256, StringComparer.Ordinal);
        foreach (var file in was.Files)
        {
            if (!hashes.TryGetValue(file.Path, out var hash))
            {
                var isCovered = snapshot.Covers(new LogRange(file.Partition, file.FirstSequence, file.EndSequence));
                yield return new RebuildFile(was.View, was.Version, file.Path, isCovered ? RebuildFileReason.Replaced : RebuildFileReason.Gone);
            }
            else if (hash != file.Sha256)
            {
                yield return new RebuildFile(was.View, was.Version, file.Path, RebuildFileReason.Changed);
            }
        }
    }

    /// <summary>What has changed since, each thing once. Whether it made a difference is told by the bytes, so no sentence guesses at it.</summary>
    private static IEnumerable<string> NotesOf(TrainingSetManifest origin, TrainingSetManifest rebuilt, List<RebuildFile> missing, bool isSame)
    {
        foreach (var files in missing.GroupBy(static file => (file.View, file.Version, file.Reason)))
        {
            yield return NoteOf(files.Key.Reason, files.Count(), $"of '{files.Key.View}' version {files.Key.Version}", isSame);
        }

        foreach (var (was, now) in origin.Views.Zip(rebuilt.Views).Where(static pair => pair.First.RowCount != pair.Second.RowCount).DistinctBy(static pair => (pair.First.View, pair.First.Version)))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"'{was.View}' version {was.Version} had {was.RowCount} rows in the ranges of the event log, and has {now.RowCount} now: rows were erased, removed by retention or lost.");
        }

        if (origin.Engine != rebuilt.Engine)
        {
            yield return $"It was made by {origin.Engine} and rebuilt by {rebuilt.Engine}.";
        }

        if (origin.Frame.Sha256 != rebuilt.Frame.Sha256)
        {
            yield return $"The entity frame '{origin.Frame.Name}' has other content than it had.";
        }

        if (!isSame && origin.Engine == rebuilt.Engine && missing.TrueForAll(static file => file.Reason == RebuildFileReason.Replaced))
        {
            yield return "The engine is the same and every part of the event log is there, so values of stored rows differ from what they were.";
        }
    }

    private static string NoteOf(RebuildFileReason reason, int count, string whose, bool isSame)
    {
        var (files, were, have) = count == 1 ? ("1 file", "was", "has") : (string.Create(CultureInfo.InvariantCulture, $"{count} files"), "were", "have");
        return reason switch
        {
            RebuildFileReason.Replaced => $"{files} {whose} {were} replaced by others, from which their rows were read.",
            RebuildFileReason.Changed => $"{files} {whose} {have} other content than before.",
            _ when isSame => $"{files} {whose} {were} removed, and no other file has their part of the event log.",
            _ => $"{files} {whose} {were} removed, and no other file has their part of the event log. Let the view be computed again from the stored events, then rebuild once more.",
        };
    }
}
