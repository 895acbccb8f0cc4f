using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Graph;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Parsing;
using Lineage.Ports;

namespace Lineage.Declarations;

/// <summary>
/// Keeps declarations as dataset events. What was appended is remembered, so that a change of one definition costs one event; after a start the store says what
/// an earlier process declared.
/// </summary>
internal sealed class LineageDeclarations(EventAppender appender, ILineageCatalogStore catalog, ILineageGraphStore graph, TimeProvider clock)
    : ILineageDeclarations, IDisposable
{
    private const int PageSize = 500;
    private const int MostEdges = 1_000_000;

    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<DatasetId, LineageEvent>? _inForce;

    public async Task ReplaceAsync(IReadOnlyList<DatasetDeclaration> declarations, CancellationToken cancellationToken)
    {
        var wanted = declarations.ToDictionary(static declaration => IdOf(declaration.Dataset), EventOf);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var known = _inForce?.Keys ?? await ListDeclaredAsync(cancellationToken).ConfigureAwait(false);
            var withdrawn = known.Where(dataset => !wanted.ContainsKey(dataset))
                .Select(dataset => EventOf(new DatasetDeclaration(new DatasetRef(dataset.Namespace, dataset.Name), [], Instant.Now(clock))));
            var changed = wanted.Where(pair => _inForce?.GetValueOrDefault(pair.Key)?.Hash.AsSpan().SequenceEqual(pair.Value.Hash) != true)
                .Select(static pair => pair.Value);
            List<LineageEvent> events = [.. changed, .. withdrawn];
            if (events.Count > 0)
            {
                await appender.AppendAsync(events, cancellationToken).ConfigureAwait(false);
            }

            _inForce = wanted;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static DatasetId IdOf(DatasetRef dataset) => new(dataset.Namespace, dataset.Name);

    private static LineageEvent EventOf(DatasetDeclaration declaration)
    {
        var parsed = EventParser.Parse(DeclarationWriter.Write(declaration), ParseMode.Strict);
        return parsed.Event ?? throw new LineageException(
            LineageErrorCode.InvalidEvent, $"Declaring what '{declaration.Dataset.Name}' is made from: {parsed.Findings[0].Message}");
    }

    /// <summary>The product's own datasets into which declared edges lead.</summary>
    private async Task<IReadOnlyCollection<DatasetId>> ListDeclaredAsync(CancellationToken cancellationToken)
    {
        var declared = new List<DatasetId>();
        NamedPage<DatasetInfo> page;
        var offset = 0;
        do
        {
            page = await catalog.ListDatasetsAsync(DatasetRef.Own, offset, PageSize, cancellationToken).ConfigureAwait(false);
            var byKey = page.Items.ToDictionary(static dataset => dataset.Id.Key, static dataset => dataset.Id);
            var edges = await graph.ListEdgesAsync(byKey.Keys, LineageDirection.Upstream, MostEdges, cancellationToken).ConfigureAwait(false);
            declared.AddRange(edges.Where(static edge => edge.Declared).Select(static edge => edge.To).Distinct()
                .Where(byKey.ContainsKey).Select(key => byKey[key]));
            offset += PageSize;
        }
        while (page.Items.Count == PageSize);

        return declared;
    }
}
