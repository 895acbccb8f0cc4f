namespace FeatureStore.S3;

/// <summary>Where <see cref="FileCache"/> has its files from.</summary>
internal interface IFileSource
{
    /// <summary>Fetches a file and checks that it is what was stored.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="file">Where to put it; what is there after a failure is removed by the caller.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException">The file is not there, is damaged, or the source cannot be reached.</exception>
    Task FetchAsync(string path, long bytes, string file, CancellationToken cancellationToken);

    /// <summary>Whether a local file, of an earlier process, is the one that was stored.</summary>
    Task<bool> IsIntactAsync(string path, long bytes, string file, CancellationToken cancellationToken);
}
