using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Linking;
using Catalog.Definitions.Planning;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Model;

/// <summary>All definitions in force at one revision, typed and as written, with who refers to whom. Immutable, so safe to share.</summary>
public sealed class DefinitionSet
{
    private readonly ILookup<DefinitionId, DefinitionId> _users;
    private readonly ILookup<DefinitionId, DefinitionId> _uses;

    internal DefinitionSet(DefinitionParts parts)
    {
        Parts = parts;
        _users = parts.References.ToLookup(static reference => reference.Used, static reference => reference.User);
        _uses = parts.References.ToLookup(static reference => reference.User, static reference => reference.Used);
        Definitions = [.. parts.Definitions.Values.OrderBy(static definition => definition.Id.Kind).ThenBy(static definition => definition.Id.Name, StringComparer.Ordinal)];
        Domains = All<Domain>(DefinitionKind.Domain);
        Teams = All<Team>(DefinitionKind.Team);
        Contracts = All<Contract>(DefinitionKind.Contract);
        Sources = All<Source>(DefinitionKind.Source);
        Entities = All<Entity>(DefinitionKind.Entity);
        Views = All<FeatureView>(DefinitionKind.FeatureView);
        OnDemandViews = All<OnDemandFeatureView>(DefinitionKind.OnDemandFeatureView);
        Services = All<FeatureService>(DefinitionKind.FeatureService);
        Products = All<DataProduct>(DefinitionKind.DataProduct);
    }

    /// <summary>Nothing applied yet.</summary>
    public static DefinitionSet Empty { get; } = new(DefinitionParts.Empty);

    /// <summary>The definitions of some files alone, as revision 1: for tests and for tools that need no catalogue.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidDefinitions"/> with all findings.</exception>
    public static DefinitionSet FromFiles(IReadOnlyList<DefinitionFile> files)
    {
        var request = new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "file" };
        var outcome = Planner.Plan(Empty, request.Plan);
        return outcome.Plan.IsValid
            ? Committer.Commit(Empty, outcome, request, default).Next
            : throw new DefinitionsException(DefinitionsErrorCode.InvalidDefinitions, "The definitions have errors.", outcome.Plan.Findings);
    }

    /// <summary>The revision; 0 when nothing was ever applied. Every applied change adds one.</summary>
    public long Revision => Parts.Revision;

    /// <summary>All definitions by kind, then name.</summary>
    public IReadOnlyList<Definition> Definitions { get; }

    /// <summary>All domains by name.</summary>
    public IReadOnlyList<Domain> Domains { get; }

    /// <summary>All teams by name.</summary>
    public IReadOnlyList<Team> Teams { get; }

    /// <summary>All contracts by name.</summary>
    public IReadOnlyList<Contract> Contracts { get; }

    /// <summary>All sources, newest version, by name.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>All entities by name.</summary>
    public IReadOnlyList<Entity> Entities { get; }

    /// <summary>All feature views, newest version, by name.</summary>
    public IReadOnlyList<FeatureView> Views { get; }

    /// <summary>All on-demand feature views, newest version, by name.</summary>
    public IReadOnlyList<OnDemandFeatureView> OnDemandViews { get; }

    /// <summary>All feature services by name.</summary>
    public IReadOnlyList<FeatureService> Services { get; }

    /// <summary>All data products by name.</summary>
    public IReadOnlyList<DataProduct> Products { get; }

    internal DefinitionParts Parts { get; }

    /// <summary>The definition as written; null when there is none.</summary>
    public Definition? Find(DefinitionId id) => Parts.Definitions.GetValueOrDefault(id);

    /// <summary>The typed definition; null when there is none.</summary>
    public object? FindModel(DefinitionId id) => Parts.Models.GetValueOrDefault(id);

    /// <summary>The typed definition of that kind and name; null when there is none.</summary>
    public TModel? FindModel<TModel>(DefinitionKind kind, string name)
        where TModel : class
        => FindModel(new DefinitionId(kind, name)) as TModel;

    /// <summary>
    /// The feature view; null when there is none. With a version: as it was at that version, also when it was removed since.
    /// </summary>
    public FeatureView? FindView(string name, int? version = null) => FindVersioned<FeatureView>(new DefinitionId(DefinitionKind.FeatureView, name), version);

    /// <summary>The on-demand feature view; null when there is none. With a version: as it was at that version, also when it was removed since.</summary>
    public OnDemandFeatureView? FindOnDemandView(string name, int? version = null)
        => FindVersioned<OnDemandFeatureView>(new DefinitionId(DefinitionKind.OnDemandFeatureView, name), version);

    /// <summary>The source; null when there is none. With a version: as it was at that version, also when it was removed since.</summary>
    public Source? FindSource(string name, int? version = null) => FindVersioned<Source>(new DefinitionId(DefinitionKind.Source, name), version);

    /// <summary>The source and, where it is made of another, that one and so on; none when there is no source of that name.</summary>
    public IReadOnlyList<Source> StreamsOf(string name)
    {
        var streams = new List<Source>();
        for (var next = FindSource(name); next is not null; next = next.From is { } from ? FindSource(from) : null)
        {
            streams.Add(next);
        }

        return streams;
    }

    /// <summary>The feature views that a view of that name reads: itself, or the sources of an on-demand view, each once; none when there is no such view.</summary>
    public IReadOnlyList<FeatureView> ViewsBehind(string name) => FindView(name) is { } view
        ? [view]
        : [.. FindOnDemandView(name)?.Sources.Select(static source => source.View).Distinct(StringComparer.Ordinal).Select(source => FindView(source)).OfType<FeatureView>() ?? []];

    /// <summary>The definitions that name this one, by kind, then name.</summary>
    public IReadOnlyList<DefinitionId> UsersOf(DefinitionId id) => Sort(_users[id]);

    /// <summary>The definitions that this one names, by kind, then name.</summary>
    public IReadOnlyList<DefinitionId> UsesOf(DefinitionId id) => Sort(_uses[id]);

    /// <summary>Definitions that name one of these, directly or through others; these included.</summary>
    internal HashSet<DefinitionId> WithAllUsers(IEnumerable<DefinitionId> ids)
    {
        var found = new HashSet<DefinitionId>();
        var waiting = new Queue<DefinitionId>(ids);
        while (waiting.TryDequeue(out var id))
        {
            if (!found.Add(id))
            {
                continue;
            }

            foreach (var user in _users[id])
            {
                waiting.Enqueue(user);
            }
        }

        return found;
    }

    private TModel? FindVersioned<TModel>(DefinitionId id, int? version)
        where TModel : class
        => (version is { } number ? Parts.History.GetValueOrDefault((id, number)) : FindModel(id)) as TModel;

    private List<TModel> All<TModel>(DefinitionKind kind)
        => [.. Parts.Models.Where(pair => pair.Key.Kind == kind).OrderBy(static pair => pair.Key.Name, StringComparer.Ordinal).Select(static pair => (TModel)pair.Value)];

    private static List<DefinitionId> Sort(IEnumerable<DefinitionId> ids)
        => [.. ids.OrderBy(static id => id.Kind).ThenBy(static id => id.Name, StringComparer.Ordinal)];
}

/// <summary>What a <see cref="DefinitionSet"/> is made of.</summary>
internal sealed record DefinitionParts
{
    public static DefinitionParts Empty { get; } = new()
    {
        Revision = 0,
        Definitions = new Dictionary<DefinitionId, Definition>(),
        Drafts = new Dictionary<DefinitionId, Draft>(),
        Models = new Dictionary<DefinitionId, object>(),
        References = new HashSet<Reference>(),
        History = new Dictionary<(DefinitionId, int), object>(),
        Counters = new Dictionary<DefinitionId, VersionCounter>(),
    };

    public required long Revision { get; init; }

    /// <summary>The documents in force.</summary>
    public required IReadOnlyDictionary<DefinitionId, Definition> Definitions { get; init; }

    /// <summary>The same, read but not linked.</summary>
    public required IReadOnlyDictionary<DefinitionId, Draft> Drafts { get; init; }

    /// <summary>The same, typed and with their versions.</summary>
    public required IReadOnlyDictionary<DefinitionId, object> Models { get; init; }

    public required IReadOnlySet<Reference> References { get; init; }

    /// <summary>Every model version of views, on-demand views and sources that ever was.</summary>
    public required IReadOnlyDictionary<(DefinitionId Id, int ModelVersion), object> History { get; init; }

    /// <summary>The last numbers given to each definition that ever was.</summary>
    public required IReadOnlyDictionary<DefinitionId, VersionCounter> Counters { get; init; }
}

/// <summary>The last numbers given; they are never given again, because stored rows carry them.</summary>
internal readonly record struct VersionCounter(int Number, int ModelVersion);
