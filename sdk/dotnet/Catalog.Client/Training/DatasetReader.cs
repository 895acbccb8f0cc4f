using System.Runtime.CompilerServices;

namespace Catalog.Client;

/// <summary>What can be done with a complete training set, or a part of one. The order of rows is that of the entity frame. Thread-safe.</summary>
public abstract class DatasetReader
{
    internal const string Route = "api/v1/training-sets";

    private readonly string? _split;

    private protected DatasetReader(Transport transport, string name, string? split)
    {
        Transport = transport;
        Name = name;
        _split = split;
    }

    /// <summary>The name on the server.</summary>
    public string Name { get; }

    internal Transport Transport { get; }

    private string Attempted => _split is null ? $"Reading the training set '{Name}'" : $"Reading the part '{_split}' of the training set '{Name}'";

    /// <summary>
    /// The rows one at a time, as they come from the server, so that there may be any number of them. Waits until the training set is complete. A connection that breaks is opened again, and
    /// the reading goes on behind the last row.
    /// </summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CatalogException">The training set failed, was removed or replaced meanwhile, or the server was away for longer than <see cref="CatalogClientOptions.Patience"/>.</exception>
    public async IAsyncEnumerable<FeatureRow> ReadRowsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var record = await CompleteAsync(cancellationToken).ConfigureAwait(false);
        var schema = new RowSchema(record.Columns);
        await foreach (var values in ReadValuesAsync(record, schema, cancellationToken).ConfigureAwait(false))
        {
            yield return new FeatureRow(schema, values);
        }
    }

    /// <summary>
    /// The same rows as objects. A column belongs to the property, or parameter of the only constructor, of its name, where upper and lower case and underscores do not count
    /// (<c>last_country</c> and <c>LastCountry</c>), or that names it with <c>[JsonPropertyName]</c>. Columns without a property are passed over; a property without a column is an error,
    /// unless it has <c>[JsonIgnore]</c>.
    /// </summary>
    /// <typeparam name="T">A record or class. Its properties have the types of <see cref="DatasetColumn.ValueType"/>, nullable where values may be null, or wider ones.</typeparam>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CatalogException">As for untyped rows; and with the code <c>row-does-not-fit</c> when a column does not fit its property, or a value is null where that cannot be.</exception>
    public async IAsyncEnumerable<T> ReadRowsAsync<T>([EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : notnull
    {
        var record = await CompleteAsync(cancellationToken).ConfigureAwait(false);
        var schema = new RowSchema(record.Columns);
        var typed = new TypedRows<T>(Attempted, record.Columns);
        var row = 0L;
        await foreach (var values in ReadValuesAsync(record, schema, cancellationToken).ConfigureAwait(false))
        {
            yield return typed.Make(values, ++row);
        }
    }

    /// <summary>Writes the training set to a file, as it comes. The file stands under its name only when it is complete; a former one stays until then.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="format">Its format.</param>
    /// <param name="progress">Is told how much has come, in bytes.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="CatalogException">As for rows.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task DownloadAsync(
        string path, DatasetFormat format = DatasetFormat.Parquet, IProgress<CatalogProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _ = format.Word;
        await CompleteAsync(cancellationToken).ConfigureAwait(false);
        await NewFile.WriteAsync(
            path,
            file => NewPatience().AskAsync(() => DownloadOnceAsync(file, format, progress, cancellationToken), cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>The record once it is complete.</summary>
    internal abstract Task<DatasetRecord> CompleteAsync(CancellationToken cancellationToken);

    /// <summary>What the server says of it now.</summary>
    private protected Task<DatasetRecord> AskAsync(string name, CancellationToken cancellationToken) =>
        Transport.AskAsync(new Call($"Reading the training set '{Name}'", HttpMethod.Get, $"{Route}/{Call.Escape(name)}"), WireJson.Default.DatasetRecord, cancellationToken);

    /// <summary>Reads one row after the other; where the connection breaks, another one goes on behind the rows that were given.</summary>
    private async IAsyncEnumerable<object?[]> ReadValuesAsync(DatasetRecord record, RowSchema schema, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var patience = NewPatience();
        var given = 0L;
        while (true)
        {
            var stream = new RowStream(Transport, DownloadOf(DatasetFormat.Csv), schema, skip: given);
            await using (stream.ConfigureAwait(false))
            {
                while (await stream.MoveNextAsync(cancellationToken).ConfigureAwait(false))
                {
                    // Only another row says that it goes on: a connection that opens may break at the same place each time.
                    patience.IsBack();
                    given++;
                    yield return stream.Current;
                }
            }

            if (stream.Failure is null)
            {
                CheckCount(record, given);
                yield break;
            }

            await patience.BearAsync(stream.Failure, cancellationToken).ConfigureAwait(false);
            await CheckSameAsync(record, given, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CheckSameAsync(DatasetRecord record, long given, CancellationToken cancellationToken)
    {
        var now = await NewPatience().AskAsync(() => AskAsync(Name, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (now.Id != record.Id)
        {
            throw new CatalogException(
                CatalogErrorKind.Conflict,
                CatalogClientCodes.TrainingSetReplaced,
                Attempted,
                $"it was replaced while it was read; {given} rows came from the former one. Read it from the beginning.");
        }
    }

    private void CheckCount(DatasetRecord record, long given)
    {
        if (_split is null && given != record.RowCount)
        {
            throw CatalogException.Unexpected(Attempted, $"{given} rows came, but it has {record.RowCount}. Was it replaced while it was read?");
        }
    }

    private async Task<bool> DownloadOnceAsync(Stream file, DatasetFormat format, IProgress<CatalogProgress>? progress, CancellationToken cancellationToken)
    {
        // Whatever an attempt before left is written over; a device has no length.
        if (file.CanSeek && file.Length > 0)
        {
            file.SetLength(0);
        }

        var answer = await Transport.OpenAsync(DownloadOf(format), cancellationToken).ConfigureAwait(false);
        await using (answer.ConfigureAwait(false))
        {
            var buffer = new byte[128 * 1024];
            for (var done = 0L; await answer.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count;)
            {
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                done += count;
                progress?.Report(new CatalogProgress($"Downloading the training set '{Name}'", done, answer.Length, "bytes"));
            }
        }

        return true;
    }

    private Call DownloadOf(DatasetFormat format)
    {
        var part = _split is null ? string.Empty : $"&split={Call.Escape(_split)}";
        return new Call(Attempted, HttpMethod.Get, $"{Route}/{Call.Escape(Name)}/download?format={format.Word}{part}");
    }

    private Patience NewPatience() => new(Transport.Options, "The training set stays on the server.");
}
