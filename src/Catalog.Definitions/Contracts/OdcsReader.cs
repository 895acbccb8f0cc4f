using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Contracts;

/// <summary>Reads what the product acts on out of an ODCS document.</summary>
internal sealed class OdcsReader(BindingContext context)
{
    private readonly OdcsPropertyReader _properties = new(context);
    private readonly OdcsQualityReader _quality = new(context);

    /// <summary>Where each column stands, by <c>object.column</c>.</summary>
    public Dictionary<string, SourceLocation> PropertyPlaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the document.</summary>
    public Contract Read(OdcsNode root)
    {
        var id = root.Text("id") ?? string.Empty;
        return new Contract
        {
            Name = root.Text("name") ?? id,
            Id = id,
            Version = root.Text("version") ?? string.Empty,
            ApiVersion = root.Text("apiVersion") ?? string.Empty,
            Status = root.Text("status") ?? "active",
            Domain = root.Text("domain"),
            Purpose = root.Find("description")?.Text("purpose"),
            Schema = [.. root.Items("schema").Select(ReadObject)],
            ServiceLevels = [.. root.Items("slaProperties").Select(ReadServiceLevel)],
        };
    }

    private ContractObject ReadObject(OdcsNode node)
    {
        var name = node.Text("name") ?? string.Empty;
        var quality = new List<QualityRule>(_quality.Read(node, property: null));
        var properties = new List<ContractProperty>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in node.Items("properties"))
        {
            var rules = _quality.Read(column, column.Text("name") ?? string.Empty).ToList();
            var property = _properties.Read(column, 1 + properties.Count(static known => known.PrimaryKeyPosition > 0), rules);
            if (!names.Add(property.Name))
            {
                context.Error(
                    DefinitionRules.DuplicateName, $"The object '{name}' has two columns '{property.Name}'; upper and lower case count as equal.",
                    column.Node, column.Path);
            }

            var place = column.Find("name") ?? column;
            PropertyPlaces.TryAdd($"{name}.{property.Name}", context.Document.Locate(place.Node, place.Path));
            quality.AddRange(rules);
            properties.Add(property);
        }

        return new ContractObject(name, node.Text("description"), properties) { Quality = quality };
    }

    private static ServiceLevel ReadServiceLevel(OdcsNode node)
        => new(node.Text("property") ?? string.Empty, node.Text("value") ?? string.Empty, node.Text("unit"), node.Text("element"));
}
