using System.Text.Json;

namespace Catalog.Client;

/// <summary>A training set that the server keeps under a name. Thread-safe.</summary>
public sealed class SavedDataset : DatasetReader
{
    internal SavedDataset(Transport transport, DatasetRecord record)
        : base(transport, record.Name, split: null) => Record = record;

    /// <summary>The training set as it was when it was asked for.</summary>
    public DatasetRecord Record { get; }

    /// <summary>Id of the training set and of the run that built it.</summary>
    public Guid Id => Record.Id;

    /// <summary>One part of a training set that is divided.</summary>
    /// <param name="name">Name of the part.</param>
    public DatasetSplit Split(string name) => new(this, name);

    /// <summary>The first rows.</summary>
    /// <param name="rows">How many, up to 1,000.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<DatasetPreview> PreviewAsync(int rows = 20, CancellationToken cancellationToken = default)
    {
        var attempted = $"Reading the first rows of the training set '{Name}'";
        var call = new Call(attempted, HttpMethod.Get, $"{Route}/{Call.Escape(Name)}/preview?rows={rows}");
        var answer = await Transport.AskAsync(call, WireJson.Default.WirePreview, cancellationToken).ConfigureAwait(false);
        var schema = new RowSchema(answer.Columns);
        try
        {
            return new DatasetPreview(
                answer.Columns,
                [.. answer.Rows.Select(row => new FeatureRow(schema, [.. row.Zip(answer.Columns, static (value, column) => JsonValues.Read(value, column.ValueType))]))],
                answer.TotalRows);
        }
        catch (FormatException failure)
        {
            throw CatalogException.Unexpected(attempted, failure.Message, failure);
        }
    }

    /// <summary>What it was made of: versions, ranges of the event log, files and hashes, statistics of the columns, as the server's document.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<JsonElement> GetManifestAsync(CancellationToken cancellationToken = default) => ReadManifestAsync(Transport, Name, cancellationToken);

    /// <summary>
    /// Builds it once more from its manifest, from the same rows of the event log, whatever has arrived since. The <see cref="DatasetRecord.Rebuild"/> of the job's record tells whether the bytes
    /// are the same. The rebuilt training set stays on the server.
    /// </summary>
    /// <param name="name">Its name. Null, the default: that of this one with <c>-rebuilt</c>, which replaces an earlier rebuild.</param>
    /// <param name="overwrite">Whether another training set of that name is replaced.</param>
    /// <param name="cancellationToken">Stops the asking; not the building.</param>
    public async Task<RetrievalJob> RebuildAsync(string? name = null, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        var call = new Call($"Rebuilding the training set '{Name}'", HttpMethod.Post, $"{Route}/{Call.Escape(Name)}/rebuild")
        {
            Content = () => WireJson.ToContent(new WireRebuild(name, overwrite, Transport.Options.User), WireJson.Default.WireRebuild),
        };
        return new RetrievalJob(Transport, await Transport.AskAsync(call, WireJson.Default.DatasetRecord, cancellationToken).ConfigureAwait(false), keep: true);
    }

    /// <summary>Removes it from the server with its files.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    public Task DeleteAsync(CancellationToken cancellationToken = default) =>
        Transport.SendAsync(new Call($"Removing the training set '{Name}'", HttpMethod.Delete, $"{Route}/{Call.Escape(Name)}"), cancellationToken);

    internal static Task<JsonElement> ReadManifestAsync(Transport transport, string name, CancellationToken cancellationToken) => transport.AskAsync(
        new Call($"Reading the manifest of the training set '{name}'", HttpMethod.Get, $"{Route}/{Call.Escape(name)}/manifest"), WireJson.Default.JsonElement, cancellationToken);

    // It may have been replaced since it was asked for.
    internal override Task<DatasetRecord> CompleteAsync(CancellationToken cancellationToken) => AskAsync(Name, cancellationToken);
}
