namespace FeatureStore.Compaction;

/// <summary>When and how offline files are compacted, section <c>FeatureStore:Compaction</c>.</summary>
public sealed class CompactionOptions
{
    /// <summary>
    /// Whether files are compacted at all. Default true. Without it views keep one file for each chunk of the log: everything goes on working, and training sets over long histories take longer.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How many chunks of the log, and then how many compacted files, become one file. Fewer leave fewer files to read and rewrite each row more often. Default 8; from 2 to 256.
    /// </summary>
    public int FilesPerMerge { get; set; } = 8;

    /// <summary>The most rows of a compacted file. A merge sorts them within the memory of DuckDB and spills the rest to disk. Default 50,000,000; from 1,000 to 1,000,000,000.</summary>
    public long MaxRows { get; set; } = 50_000_000;

    /// <summary>How often it is looked whether there is something to compact. Default 1 minute; from 1 second to 1 day.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);
}
