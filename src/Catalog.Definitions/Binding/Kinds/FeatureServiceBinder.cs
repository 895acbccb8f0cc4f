using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Binding.Kinds;

internal static class FeatureServiceBinder
{
    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.FeatureService);
        var readers = reader.Mappings("features");
        if (readers.Count == 0)
        {
            reader.Missing("features", "Add 'features:' with at least one '- view: ...'.");
        }

        return new FeatureServiceDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            Description = header.Description,
            Tags = reader.PlainTexts("tags"),
            Projections = [.. readers.Select(BindProjection)],
        };
    }

    /// <summary>The features taken from one view.</summary>
    public static ProjectionDraft BindProjection(MappingReader reader)
    {
        var draft = new ProjectionDraft(
            reader.RequiredText("view"),
            reader.Texts("features"),
            reader.Has("alias") ? reader.DefinitionName("alias").Value : reader.Text("alias")?.Value,
            BindJoinKeyMap(reader),
            reader.Location);
        reader.Close();
        return draft;
    }

    private static IReadOnlyList<(Located<string> From, Located<string> To)> BindJoinKeyMap(MappingReader reader)
    {
        var map = reader.Pairs("join_key_map");
        foreach (var (_, name) in map.Where(static pair => NameRules.IsReservedFeature(pair.Value.Value) || !NameRules.IsColumnName(pair.Value.Value)))
        {
            reader.Error(
                "join_key_map", DefinitionRules.BadName, $"'{name}' is no legal name of a join key.",
                "Use letters, digits and '_', no digit first, and no reserved name.");
        }

        return map;
    }
}
