using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.Queries.Runs;
using Catalog.Web.ViewModels;
using Lineage.Model;

namespace Catalog.Web.Queries.Flow;

/// <summary>Offers in the palette what can be looked into: lineage and impact of a definition, quarantine of a source, runs that failed or go on.</summary>
internal sealed class FlowActionsPaletteSource(DefinitionRegistry registry) : IPaletteSource
{
    public Task<IReadOnlyList<PaletteItem>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var offered = words.Length == 0 ? Standing() : Standing().Concat(registry.Current.Definitions.SelectMany(static definition => Of(definition.Id)));
        return Task.FromResult<IReadOnlyList<PaletteItem>>(
            [.. offered.Where(item => Array.TrueForAll(words, word => item.Title.Contains(word, StringComparison.OrdinalIgnoreCase))).Take(limit)]);
    }

    private static IEnumerable<PaletteItem> Standing() =>
    [
        new(PaletteGroup.Actions, "Show failed runs", new RunsAddress { State = RunState.Failed }.ToString(), "activity"),
        new(PaletteGroup.Actions, "Show running runs", new RunsAddress { State = RunState.Running }.ToString(), "activity"),
    ];

    private static IEnumerable<PaletteItem> Of(DefinitionId id)
    {
        if (OwnDatasets.Of(id) is not { } dataset)
        {
            yield break;
        }

        var address = new LineageAddress { Urn = dataset.ToString() };
        yield return new(PaletteGroup.Actions, $"Lineage of {id.Name}", address.ToString(), "workflow") { Note = DefinitionKinds.Of(id.Kind).Label };
        yield return new(PaletteGroup.Actions, $"What breaks without {id.Name}", (address with { IsImpact = true }).ToString(), "zap") { Note = DefinitionKinds.Of(id.Kind).Label };
        if (id.Kind == DefinitionKind.Source)
        {
            yield return new(PaletteGroup.Actions, $"Quarantine of {id.Name}", QuarantineAddress.HrefOf(id.Name), "shield-alert");
        }
    }
}
