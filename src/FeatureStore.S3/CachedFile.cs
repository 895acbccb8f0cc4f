namespace FeatureStore.S3;

/// <summary>What <see cref="FileCache"/> knows of a file. Guarded by its lock.</summary>
internal sealed class CachedFile
{
    internal CachedFile(string path)
    {
        Path = path;
        Node = new LinkedListNode<CachedFile>(this);
    }

    internal string Path { get; }

    /// <summary>Its place among the unused files.</summary>
    internal LinkedListNode<CachedFile> Node { get; }

    /// <summary>Size in bytes, counted from the moment when it is asked for.</summary>
    internal long Bytes { get; set; }

    /// <summary>How many have it open or wait for it.</summary>
    internal int Users { get; set; }

    /// <summary>Ends when the file is there and checked.</summary>
    internal Task Ready { get; set; } = Task.CompletedTask;

    /// <summary>Stops the fetching; null before the first.</summary>
    internal CancellationTokenSource? Stop { get; set; }

    /// <summary>Whether this process has checked the file, or is at it.</summary>
    internal bool IsChecked { get; set; }
}
