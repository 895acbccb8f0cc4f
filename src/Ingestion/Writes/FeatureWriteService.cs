using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Materialization;
using Ingestion.Files;
using Microsoft.Extensions.Options;

namespace Ingestion.Writes;

/// <summary>
/// Takes rows of feature views into the online store, past the event log: Feast's <c>write_to_online_store</c> (ADR 17). Training sets do not have them, the proof does not compare what they answer, and they are gone where a
/// view is computed anew. Thread-safe.
/// </summary>
public sealed class FeatureWriteService
{
    private readonly WritableViews _views;
    private readonly DirectWriter _writer;
    private readonly IRecordReaderFactory _readers;
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;

    internal FeatureWriteService(WritableViews views, DirectWriter writer, IRecordReaderFactory readers, IOptions<IngestionOptions> options, TimeProvider clock)
        => (_views, _writer, _readers, _options, _clock) = (views, writer, readers, options.Value, clock);

    /// <summary>The view that rows are to be written into.</summary>
    /// <param name="name">The view.</param>
    /// <param name="columns">Names of the columns that the rows come with: its join keys, the event time under its name in the source or as <c>event_timestamp</c>, and all features. Others are passed over. Null where there is no row.</param>
    /// <param name="where">What the columns are in, in words.</param>
    /// <exception cref="FeatureStore.FeatureStoreException">There is no such view.</exception>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidWrite"/>: it has windows, is computed on demand or not kept online, or a column is missing.</exception>
    public WritableView Find(string name, IReadOnlyCollection<string>? columns, string where) => _views.Find(name, columns, where);

    /// <summary>
    /// Writes rows as <see cref="DirectWriter.WriteAsync"/> does. One that is wrong refuses all of them, before any is written.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="rows">JSON lines, uncompressed, with the columns of <see cref="WritableView.Shape"/>; read once, to the end, and left open.</param>
    /// <param name="cancellationToken">Cancels the reading; once the rows are read they are written.</param>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.InvalidWrite"/>: a row has no join key or event time, or a value of another type.</exception>
    /// <exception cref="CatalogException">The online store or the catalogue failed; a part of the rows may be written. Write them again.</exception>
    public async Task<DirectWriteResult> WriteAsync(WritableView view, Stream rows, CancellationToken cancellationToken)
    {
        var read = await new WrittenRowReader(view, _options.PatternTimeout).ReadAsync(rows, _readers, Instant.Now(_clock), cancellationToken).ConfigureAwait(false);
        return await _writer.WriteAsync(view.View, read, CancellationToken.None).ConfigureAwait(false);
    }
}
