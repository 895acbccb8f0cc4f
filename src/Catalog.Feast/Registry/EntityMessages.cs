using Catalog.Core.Values;
using FeatureStore.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>Entities in Feast's shape.</summary>
internal static class EntityMessages
{
    // A view without entities has this one in Feast, with one key for all rows.
    private const string DummyName = "__dummy";
    private const string DummyKey = "__dummy_id";

    internal static Proto.Entity Of(Entity entity, string project, Instant changed)
    {
        var spec = new Proto.EntitySpecV2
        {
            Name = entity.Name,
            Project = project,
            ValueType = CommonMessages.TypeOf(entity.Type),
            JoinKey = entity.JoinKey,
            Description = entity.Description ?? string.Empty,
            Owner = entity.Owner,
        };
        CommonMessages.AddTo(spec.Tags, [], entity.Domain);
        return new Proto.Entity { Spec = spec, Meta = new Proto.EntityMeta { LastUpdatedTimestamp = CommonMessages.TimeOf(changed) } };
    }

    /// <summary>The entity of views that have none.</summary>
    internal static Proto.Entity Dummy(string project)
        => new() { Spec = new Proto.EntitySpecV2 { Name = DummyName, Project = project, JoinKey = DummyKey }, Meta = new Proto.EntityMeta() };

    /// <summary>Whether it is that entity, or its key.</summary>
    internal static bool IsDummy(string name) => name is DummyName or DummyKey;

    internal static IEnumerable<string> NamesOf(FeatureView view) => view.Entities.Count == 0 ? [DummyName] : view.Entities.Select(static entity => entity.Name);

    internal static IEnumerable<Proto.FeatureSpecV2> ColumnsOf(FeatureView view) => view.Entities.Count == 0
        ? [CommonMessages.Column(DummyKey, new DataType(ScalarType.String))]
        : view.Entities.Select(static entity => CommonMessages.Column(entity.JoinKey, entity.Type, entity.Description));
}
