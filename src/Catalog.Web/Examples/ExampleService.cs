using System.Text.Json.Nodes;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Web.Http;
using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Serving;
using Ingestion.Events;
using Ingestion.Model;

namespace Catalog.Web.Examples;

/// <summary>Fills snippets with what is really there: keys that have values, events that were taken. Thread-safe.</summary>
public sealed class ExampleService(
    DefinitionRegistry registry, ExampleKeys keys, EventReader events, IEnumerable<OfflineFolder> folders, TimeProvider clock)
{
    /// <summary>The snippets of a port that serves views, and whether their keys have values.</summary>
    public async Task<(IReadOnlyList<Snippet> Snippets, bool HasKey)> SnippetsOfAsync(string server, OutputPort port, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        if (port.FeatureService is { } name && definitions.FindModel<FeatureService>(DefinitionKind.FeatureService, name) is { } service)
        {
            return await SnippetsOfAsync(server, service, cancellationToken);
        }

        return port.FeatureView is { } viewName && definitions.FindView(viewName) is { } view ? await SnippetsOfAsync(server, view, cancellationToken) : ([], false);
    }

    /// <summary>The snippets of a service, and whether their keys have values.</summary>
    public async Task<(IReadOnlyList<Snippet> Snippets, bool HasKey)> SnippetsOfAsync(string server, FeatureService service, CancellationToken cancellationToken)
    {
        var (example, hasKey) = await LookupOfAsync(server, service, cancellationToken);
        return ([.. LookupSnippets.Lookup(example), LookupSnippets.Pandas(example)], hasKey);
    }

    /// <summary>A lookup of a service, and whether its keys have values.</summary>
    public async Task<(LookupExample Example, bool HasKey)> LookupOfAsync(string server, FeatureService service, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        var hasKey = await AddKeysAsync(given, ServiceNeeds.Of(registry.Current, service), cancellationToken);
        return (new LookupExample { Server = server, Service = service.Name, Keys = [.. given], At = Instant.Now(clock) }, hasKey);
    }

    /// <summary>The snippets of a view, and whether their keys have values.</summary>
    public async Task<(IReadOnlyList<Snippet> Snippets, bool HasKey)> SnippetsOfAsync(string server, FeatureView view, CancellationToken cancellationToken)
    {
        var (given, hasKey) = await KeysOfAsync(view, cancellationToken);
        var example = new LookupExample
        {
            Server = server,
            Features = [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")],
            Keys = given,
            At = Instant.Now(clock),
        };
        return (
            [
                .. view.Online ? LookupSnippets.Lookup(example) : [],
                .. view.Offline ? [LookupSnippets.Pandas(example)] : Array.Empty<Snippet>(),
                .. view.Offline ? folders.Select(folder => OfflineSnippets.Sql(view, folder.Path)) : [],
            ],
            hasKey);
    }

    /// <summary>The snippets of an on-demand view, and whether the keys of the views that it reads have values; what a request brings is made up.</summary>
    public async Task<(IReadOnlyList<Snippet> Snippets, bool HasKey)> SnippetsOfAsync(string server, OnDemandFeatureView view, CancellationToken cancellationToken)
    {
        var given = new Dictionary<string, Value>(StringComparer.Ordinal);
        var hasKey = await AddKeysAsync(given, ServiceNeeds.Of(registry.Current, view), cancellationToken);
        var example = new LookupExample { Server = server, Features = [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")], Keys = [.. given], At = Instant.Now(clock) };
        return ([.. LookupSnippets.Lookup(example), LookupSnippets.Pandas(example)], hasKey);
    }

    /// <summary>What the snippets of a source send: its newest event, or made-up values when it has none.</summary>
    public async Task<EventExample> EventOfAsync(string server, Source source, CancellationToken cancellationToken)
    {
        var newest = await events.FindNewestAsync(source.Name, cancellationToken);
        var values = newest?.Values ?? [.. source.Columns.Select(column => MadeUp(column.Type))];
        var row = new JsonObject(source.Columns.Zip(values, static (column, value) => KeyValuePair.Create(column.Name, JsonValues.ToNode(value))));
        return new EventExample(server, source, row, IsReal: newest is not null);
    }

    private async Task<(IReadOnlyList<KeyValuePair<string, Value>> Keys, bool AreReal)> KeysOfAsync(FeatureView view, CancellationToken cancellationToken)
    {
        var found = await keys.FindAsync(view, count: 1, cancellationToken) is [var newest] ? newest : null;
        return ([.. view.Entities.Select(entity => KeyValuePair.Create(entity.JoinKey, found is not null && found.TryGetValue(entity.JoinKey, out var value) ? value : MadeUp(entity.Type)))], found is not null);
    }

    private async Task<bool> AddKeysAsync(Dictionary<string, Value> given, ServiceNeeds needs, CancellationToken cancellationToken)
    {
        var areReal = true;
        foreach (var (view, names) in needs.Views)
        {
            var (found, isReal) = await KeysOfAsync(view, cancellationToken);
            areReal &= isReal;
            foreach (var (key, value) in found)
            {
                given.TryAdd(names.GetValueOrDefault(key, key), value);
            }
        }

        foreach (var value in needs.Requests)
        {
            given.TryAdd(value.Name, MadeUp(value.Type));
        }

        return areReal;
    }

    private Value MadeUp(DataType type) => MadeUpValues.Of(type, Instant.Now(clock));
}
