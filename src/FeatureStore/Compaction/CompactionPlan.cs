using FeatureStore.Ports;

namespace FeatureStore.Compaction;

/// <summary>
/// Which files of a view version become one. With chunks of C sequences and F files for a merge, a file of level n covers the sequences [i * C * F^n, (i + 1) * C * F^n) of a partition; so what the
/// files cover follows from the log alone, once everything due is done, and each row is rewritten once for each level. Files that were written under another chunk size count where they begin.
/// The chunk at hand, which its writer replaces as it grows, is left alone.
/// </summary>
internal static class CompactionPlan
{
    /// <summary>The files to merge next, in the order of the log: the highest level first, so that what waited long is not rewritten level by level. Null when there is nothing to do.</summary>
    /// <param name="files">The files of the view version, ordered by partition and first sequence.</param>
    /// <param name="chunkSequences">Sequences of a chunk.</param>
    /// <param name="options">The rest of the rule.</param>
    internal static IReadOnlyList<OfflineFile>? Next(IReadOnlyList<OfflineFile> files, long chunkSequences, CompactionOptions options)
        => files.GroupBy(static file => file.Partition).Select(partition => NextOf([.. partition], chunkSequences, options)).FirstOrDefault(static merge => merge is not null);

    private static OfflineFile[]? NextOf(OfflineFile[] files, long chunkSequences, CompactionOptions options)
    {
        var complete = files[^1].EndSequence / chunkSequences * chunkSequences;
        OfflineFile[] closed = [.. files.Where(file => file.EndSequence <= complete)];
        foreach (var unit in UnitsOf(complete, chunkSequences, options.FilesPerMerge).Reverse())
        {
            var merge = closed
                .GroupBy(file => file.FirstSequence / unit)
                .Where(group => (group.Key + 1) * unit <= complete)
                .Select(static group => group.ToArray())
                .FirstOrDefault(group => group.Length > 1 && group.Sum(static file => file.RowCount) <= options.MaxRows);
            if (merge is not null)
            {
                return merge;
            }
        }

        return null;
    }

    private static IEnumerable<long> UnitsOf(long complete, long chunkSequences, int filesPerMerge)
    {
        for (var unit = chunkSequences; unit <= complete / filesPerMerge;)
        {
            unit *= filesPerMerge;
            yield return unit;
        }
    }
}
