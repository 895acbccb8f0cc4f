using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Binding.Kinds;

internal static class DomainBinder
{
    public static Draft Bind(MappingReader reader)
    {
        var header = Header.Read(reader, DefinitionKind.Domain);
        if (NameRules.IsReservedDomain(header.Name.Value))
        {
            reader.Error(
                "name", DefinitionRules.ReservedName, $"'{header.Name}' is an address of the portal and cannot name a domain.",
                $"Choose another name, such as '{header.Name}-domain'.");
        }

        return new DomainDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Owner = reader.Text("owner"),
            Title = reader.Title("title"),
            Description = header.Description,
        };
    }
}
