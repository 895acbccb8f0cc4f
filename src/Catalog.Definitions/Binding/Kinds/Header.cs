using Catalog.Core.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>The keys at the top of every document of our own kinds.</summary>
internal sealed record Header(DefinitionId Id, Located<string> Name, Located<string>? Domain, Located<string>? Owner, string? Description)
{
    /// <summary>Reads kind, name and description.</summary>
    public static Header Read(MappingReader reader, DefinitionKind kind)
    {
        reader.Text("kind");
        var name = reader.DefinitionName("name", GapOf(kind));
        if (NameRules.IsReservedName(name.Value))
        {
            reader.Error("name", DefinitionRules.ReservedName, $"'{name}' is the address of the portal's form for a new {kind}.", "Choose another name.");
        }

        return new Header(new DefinitionId(kind, name.Value), name, null, null, reader.Text("description")?.Value);
    }

    /// <summary>Reads kind, name, domain, owner and description; domain and owner must be there.</summary>
    public static Header ReadOwned(MappingReader reader, DefinitionKind kind)
    {
        var header = Read(reader, kind);
        return header with { Domain = reader.RequiredText("domain"), Owner = reader.RequiredText("owner") };
    }

    // What stands in code as an identifier: view:feature, service=..., a join key.
    private static char GapOf(DefinitionKind kind)
        => kind is DefinitionKind.Entity or DefinitionKind.FeatureView or DefinitionKind.OnDemandFeatureView or DefinitionKind.FeatureService ? '_' : '-';

    /// <summary>Name of the domain; empty when it is missing, which is reported.</summary>
    public string DomainName => Domain?.Value ?? string.Empty;

    /// <summary>Name of the team; empty when it is missing, which is reported.</summary>
    public string OwnerName => Owner?.Value ?? string.Empty;
}
