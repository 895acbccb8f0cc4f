using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding.Drafts;
using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class EntityBinder
{
    private static readonly ScalarType[] KeyTypes = [ScalarType.Int32, ScalarType.Int64, ScalarType.String, ScalarType.Bytes, ScalarType.Timestamp];

    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.Entity);
        var joinKey = reader.ColumnName("join_key", otherwise: "name");
        reader.CheckNotReserved(reader.Has("join_key") ? "join_key" : "name", joinKey.Value);
        var type = reader.RequiredType("type");
        if (type is { } declared && (declared.Value.IsList || !KeyTypes.Contains(declared.Value.Element)))
        {
            reader.Error(
                "type", DefinitionRules.WrongValue, $"'{declared}' cannot be the type of a key: equal keys must have equal bytes.",
                "Legal are: int32, int64, string, bytes, timestamp.");
        }

        return new EntityDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            Entity = new Entity
            {
                Name = header.Name.Value,
                JoinKey = joinKey.Value,
                Type = type?.Value ?? default,
                Domain = header.DomainName,
                Owner = header.OwnerName,
                Description = header.Description,
            },
        };
    }
}
