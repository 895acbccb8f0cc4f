using Catalog.Core.Model;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Definitions;

/// <summary>
/// The definitions in force, in memory. Whoever has just applied a change sees it here at once; other processes see it after
/// <see cref="DefinitionsOptions.RefreshInterval"/>. Several questions about one state are asked of <see cref="Current"/>. Thread-safe.
/// </summary>
public sealed class DefinitionRegistry : IFeatureRegistry, ISourceRegistry
{
    private readonly Lock _gate = new();
    private volatile DefinitionSet _current;

    /// <summary>A registry without definitions.</summary>
    public DefinitionRegistry()
        : this(DefinitionSet.Empty)
    {
    }

    /// <summary>A registry of definitions that are known already.</summary>
    public DefinitionRegistry(DefinitionSet current) => _current = current;

    /// <summary>
    /// Told after every change, once the registry answers by it. Handlers run one after the other on the thread of whoever made the change and
    /// must be quick; what they throw goes to that caller.
    /// </summary>
    public event EventHandler<DefinitionsChangedEventArgs>? Changed;

    /// <summary>The definitions in force now, as one state that does not change.</summary>
    public DefinitionSet Current => _current;

    /// <inheritdoc cref="IFeatureRegistry.Stamp" />
    public long Stamp => _current.Revision;

    /// <inheritdoc />
    public IReadOnlyList<FeatureView> Views => _current.Views;

    /// <inheritdoc />
    public IReadOnlyList<OnDemandFeatureView> OnDemandViews => _current.OnDemandViews;

    /// <inheritdoc />
    public IReadOnlyList<FeatureService> Services => _current.Services;

    /// <inheritdoc />
    public IReadOnlyList<Entity> Entities => _current.Entities;

    /// <inheritdoc />
    public IReadOnlyList<Source> Sources => _current.Sources;

    /// <inheritdoc />
    public FeatureView? FindView(string name, int? version = null) => _current.FindView(name, version);

    /// <inheritdoc />
    public OnDemandFeatureView? FindOnDemandView(string name, int? version = null) => _current.FindOnDemandView(name, version);

    /// <inheritdoc />
    public FeatureService? FindService(string name) => _current.FindModel<FeatureService>(DefinitionKind.FeatureService, name);

    /// <inheritdoc />
    public Source? FindSource(string name, int? version = null) => _current.FindSource(name, version);

    /// <inheritdoc />
    public Contract? FindContract(string name) => _current.FindModel<Contract>(DefinitionKind.Contract, name);

    /// <summary>Puts newer definitions in force; older ones, which a slow reload may bring, are passed over.</summary>
    internal void Advance(DefinitionSet next)
    {
        lock (_gate)
        {
            var before = _current;
            if (next.Revision <= before.Revision)
            {
                return;
            }

            _current = next;
            Changed?.Invoke(this, new DefinitionsChangedEventArgs(before, next));
        }
    }
}
