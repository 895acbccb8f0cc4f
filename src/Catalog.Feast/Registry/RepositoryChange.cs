using Catalog.Core.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>What a client wants to change, collected until it commits. Each thing with the domain that it belongs to. Not thread-safe.</summary>
internal sealed class RepositoryChange
{
    internal Dictionary<string, (Proto.EntitySpecV2 Spec, string Domain)> Entities { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, (Proto.FeatureViewSpec Spec, string Domain)> Views { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, (Proto.FeatureServiceSpec Spec, string Domain)> Services { get; } = new(StringComparer.Ordinal);

    internal HashSet<DefinitionId> Removed { get; } = [];

    internal bool IsEmpty => Entities.Count + Views.Count + Services.Count + Removed.Count == 0;
}
