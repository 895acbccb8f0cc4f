using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Linking;

/// <summary>What the linkers share: all drafts, what is linked, and where findings go.</summary>
/// <param name="drafts">All drafts.</param>
/// <param name="find">The typed definition of a draft that is linked; null when it is not (yet).</param>
internal sealed class LinkContext(DraftOverlay drafts, Func<DefinitionId, object?> find)
{
    private readonly Dictionary<DefinitionKind, IReadOnlyCollection<string>> _names = [];

    /// <summary>Where findings go.</summary>
    public FindingList Findings { get; } = new();

    /// <summary>The references that were found: who uses what.</summary>
    public HashSet<Reference> References { get; } = [];

    /// <summary>Whether the draft being linked refers to one that has errors; it cannot be judged then.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>The draft of that kind and name; null when there is none.</summary>
    public TDraft? Draft<TDraft>(DefinitionKind kind, string name)
        where TDraft : Draft
        => drafts.Find(new DefinitionId(kind, name)) as TDraft;

    /// <summary>
    /// Looks a reference up. Null when there is no such definition, which is reported, and when it has errors of its own, which are reported there.
    /// </summary>
    public TModel? Resolve<TModel>(Draft user, DefinitionKind kind, Located<string> name, FindingSeverity severity = FindingSeverity.Error)
        where TModel : class
    {
        if (!Exists(user, kind, name, severity))
        {
            return null;
        }

        var model = find(new DefinitionId(kind, name.Value)) as TModel;
        IsIncomplete |= model is null;
        return model;
    }

    /// <summary>Like <see cref="Resolve{TModel}"/>, for a reference whose target may be linked later.</summary>
    /// <param name="user">Who refers.</param>
    /// <param name="kind">To a definition of which kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="severity">Of the finding when there is none.</param>
    /// <param name="whole">The value with another name in it, where the name is only a part of what is written there.</param>
    public bool Exists(Draft user, DefinitionKind kind, Located<string> name, FindingSeverity severity = FindingSeverity.Error, Func<string, string>? whole = null)
    {
        var id = new DefinitionId(kind, name.Value);
        if (drafts.Find(id) is not null)
        {
            References.Add(new Reference(user.Id, id));
            return true;
        }

        if (name.Value.Length > 0)
        {
            Findings.Add(new Finding(
                severity, DefinitionRules.UnknownReference, $"There is no {Words(kind)} '{name}'.", name.At, NearName.Suggest(name.Value, Names(kind), whole)));
        }

        return false;
    }

    /// <summary>The definition that one which was looked up refers to; null when it has errors of its own.</summary>
    public TModel? Find<TModel>(DefinitionKind kind, string name)
        where TModel : class
        => find(new DefinitionId(kind, name)) as TModel;

    /// <summary>How something that a source is made of leads back to it; null when it does not.</summary>
    public IReadOnlyList<DefinitionId>? FindWay(DefinitionId from, DefinitionId source) => SourceOrder.FindWay(from, source, drafts);

    /// <summary>Reports an error.</summary>
    public void Error(string rule, string message, SourceLocation location, Fix? fix = null) => Findings.Error(rule, message, location, fix);

    /// <summary>The kind in words.</summary>
    public static string Words(DefinitionKind kind) => kind switch
    {
        DefinitionKind.FeatureView => "feature view",
        DefinitionKind.OnDemandFeatureView => "on-demand feature view",
        DefinitionKind.FeatureService => "feature service",
        DefinitionKind.DataProduct => "data product",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private IReadOnlyCollection<string> Names(DefinitionKind kind)
    {
        if (!_names.TryGetValue(kind, out var names))
        {
            names = drafts.Names(kind);
            _names.Add(kind, names);
        }

        return names;
    }
}
