using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Binding.Kinds;

internal static class TeamBinder
{
    public static Draft Bind(MappingReader reader)
    {
        var header = Header.Read(reader, DefinitionKind.Team);
        return new TeamDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Team = new Team
            {
                Name = header.Name.Value,
                Title = reader.Title("title"),
                Description = header.Description,
                Contact = reader.Text("contact")?.Value,
                Members = reader.PlainTexts("members"),
            },
        };
    }
}
