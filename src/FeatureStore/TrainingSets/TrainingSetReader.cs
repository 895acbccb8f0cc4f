using System.Runtime.CompilerServices;
using Catalog.Core.Arrow;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Reads the files of complete training sets, for every door alike. Thread-safe.</summary>
public sealed class TrainingSetReader
{
    private readonly ITrainingSetStore _store;
    private readonly TrainingSetFiles _files;
    private readonly ITableReader _tables;

    internal TrainingSetReader(ITrainingSetStore store, TrainingSetFiles files, ITableReader tables) => (_store, _files, _tables) = (store, files, tables);

    /// <summary>The rows of a frame that came as Parquet or as an Arrow stream, in their order; values in the order of its columns.</summary>
    public IAsyncEnumerable<Value[]> ReadFrameAsync(SpooledFrame frame, CancellationToken cancellationToken) => _tables.ReadAsync(frame.Path, firstRow: 0, cancellationToken);

    /// <summary>The first rows.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, <see cref="FeatureStoreErrorCode.TrainingSetFilesNotFound"/>.
    /// </exception>
    public async Task<TrainingSetPreview> PreviewAsync(string name, int count, CancellationToken cancellationToken)
    {
        var set = await GetCompleteAsync(name, cancellationToken).ConfigureAwait(false);
        var rows = new List<Value[]>();
        if (count > 0)
        {
            await foreach (var row in ReadAsync(set, split: null, cancellationToken).ConfigureAwait(false))
            {
                rows.Add(row);
                if (rows.Count == count)
                {
                    break;
                }
            }
        }

        return new TrainingSetPreview(set.Columns, rows, set.RowCount);
    }

    /// <summary>Opens the Parquet file of the whole, or of one part; it stays readable until it is disposed, also when the training set is replaced or removed.</summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, <see cref="FeatureStoreErrorCode.TrainingSetFilesNotFound"/>.
    /// </exception>
    public async Task<Stream> OpenParquetAsync(string name, string? split, CancellationToken cancellationToken)
    {
        var set = await GetCompleteAsync(name, cancellationToken).ConfigureAwait(false);
        return Open(set, FileOf(set, split));
    }

    /// <summary>
    /// Opens the rows of the whole, or of one part, as CSV: UTF-8, a header line, RFC 4180 quotes, lines ended by CR LF. Null is an empty field, empty text and no bytes are a quoted one; times are RFC 3339
    /// in UTC, bytes base64, lists JSON.
    /// </summary>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, <see cref="FeatureStoreErrorCode.TrainingSetFilesNotFound"/>.
    /// </exception>
    public async Task<IAsyncEnumerable<ReadOnlyMemory<byte>>> OpenCsvAsync(string name, string? split, CancellationToken cancellationToken)
    {
        var set = await GetCompleteAsync(name, cancellationToken).ConfigureAwait(false);
        return CsvText.WriteAsync(set.Columns, ReadAsync(set, split, cancellationToken), cancellationToken);
    }

    /// <summary>Opens the columns, to be written as an Arrow stream; types and values are those of the Parquet file. Dispose of it to let go of the file.</summary>
    /// <param name="name">Name of the training set.</param>
    /// <param name="split">Name of the part; null for the whole.</param>
    /// <param name="cancellationToken">Stops the opening, and afterwards the reading.</param>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, <see cref="FeatureStoreErrorCode.TrainingSetFilesNotFound"/>.
    /// </exception>
    public async Task<IArrowSource> OpenColumnsAsync(string name, string? split, CancellationToken cancellationToken)
    {
        var set = await GetCompleteAsync(name, cancellationToken).ConfigureAwait(false);
        var path = FileOf(set, split);
        return await UnlessRemovedAsync(set, () => _tables.OpenColumnsAsync(path, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>
    /// Opens the entity frame that the training set was made of: the file that was sent; where a range made it, or an erasure took rows out of it, a Parquet file. It stays readable until it is disposed.
    /// </summary>
    /// <returns>The bytes, and the extension that says their format, such as <c>.csv.gz</c>.</returns>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/>, <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when it is not kept here.
    /// </exception>
    public async Task<(Stream Content, string Extension)> OpenFrameAsync(string name, CancellationToken cancellationToken)
    {
        var set = await GetCompleteAsync(name, cancellationToken).ConfigureAwait(false);
        var path = _files.FindFrame(set.Id) ?? throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidEntityFrame, $"The entity frame '{set.Definition.FrameName}' of the training set '{name}' is not kept here any more. Make the training set again to have one.");
        return (Open(set, path), TrainingSetFiles.FrameExtensionOf(path));
    }

    /// <summary>The extension of the entity frame as it is kept; null when it is not kept here.</summary>
    public string? FindFrameExtension(TrainingSet set) => _files.FindFrame(set.Id) is { } path ? TrainingSetFiles.FrameExtensionOf(path) : null;

    // It may be replaced or removed meanwhile.
    private static FileStream Open(TrainingSet set, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw TrainingSetRecords.FilesNotFound(set);
        }
    }

    private IAsyncEnumerable<Value[]> ReadAsync(TrainingSet set, string? split, CancellationToken cancellationToken) => ReadFileAsync(set, FileOf(set, split), cancellationToken);

    private async IAsyncEnumerable<Value[]> ReadFileAsync(TrainingSet set, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = _tables.ReadAsync(path, firstRow: 0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = rows.ConfigureAwait(false);
        var next = () => rows.MoveNextAsync().AsTask();
        while (await UnlessRemovedAsync(set, next).ConfigureAwait(false))
        {
            yield return rows.Current;
        }
    }

    /// <summary>Reads, and says so where the engine finds no file since the training set was removed meanwhile.</summary>
    private async Task<T> UnlessRemovedAsync<T>(TrainingSet set, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (FeatureStoreException) when (!_files.Has(set.Id))
        {
            throw await _store.FindAsync(set.Id, CancellationToken.None).ConfigureAwait(false) is null ? TrainingSetRecords.NotFound(set.Name) : TrainingSetRecords.FilesNotFound(set);
        }
    }

    private Task<TrainingSet> GetCompleteAsync(string name, CancellationToken cancellationToken) => TrainingSetRecords.GetCompleteAsync(_store, name, cancellationToken);

    private static string Existing(TrainingSet set, string path) => File.Exists(path) ? path : throw TrainingSetRecords.FilesNotFound(set);

    /// <summary>The file of the whole, or of one part.</summary>
    private string FileOf(TrainingSet set, string? split)
    {
        if (split is null)
        {
            return Existing(set, _files.ResultOf(set.Id));
        }

        var parts = set.Definition.Splits?.Parts ?? [];
        return parts.Any(part => part.Name == split) ? Existing(set, _files.SplitOf(set.Id, split)) : throw new FeatureStoreException(
            FeatureStoreErrorCode.InvalidRequest,
            $"The training set '{set.Name}' has no split '{split}'; " + (parts.Count == 0 ? "it is not divided." : $"it has {string.Join(", ", parts.Select(static part => part.Name))}."));
    }
}
