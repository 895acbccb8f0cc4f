using Catalog.Core.Model;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Binding.Kinds;

internal static class DataProductBinder
{
    private static readonly Dictionary<string, string> Statuses =
        new[] { "proposed", "draft", "active", "deprecated", "retired" }.ToDictionary(static status => status, StringComparer.Ordinal);

    private static readonly (string Key, DefinitionKind Kind)[] Targets =
    [
        ("feature_view", DefinitionKind.FeatureView),
        ("feature_service", DefinitionKind.FeatureService),
        ("source", DefinitionKind.Source),
    ];

    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.DataProduct);
        var inputs = reader.Texts("inputs");
        var ports = BindPorts(reader);
        return new DataProductDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            Inputs = inputs,
            Ports = [.. ports.Select(static port => port.Draft)],
            Product = new DataProduct
            {
                Name = header.Name.Value,
                Title = reader.Title("title"),
                Domain = header.DomainName,
                Owner = header.OwnerName,
                Version = reader.Version("version"),
                Status = reader.Choice("status", Statuses, "active"),
                Description = header.Description,
                Limitations = reader.Text("limitations")?.Value,
                Tags = reader.PlainTexts("tags"),
                Inputs = [.. inputs.Select(static input => input.Value)],
                OutputPorts = [.. ports.Select(static port => port.Port)],
            },
        };
    }

    private static List<(OutputPort Port, PortDraft Draft)> BindPorts(MappingReader product)
    {
        var readers = product.Mappings("output_ports");
        if (readers.Count == 0)
        {
            product.Missing("output_ports", "Add 'output_ports:' with at least one port: a product without one cannot be read.");
        }

        // A breaking change opens a new port of the same name: name and version together are the port.
        var names = new HashSet<(string, string)>();
        var ports = new List<(OutputPort Port, PortDraft Draft)>();
        foreach (var reader in readers)
        {
            var (port, draft) = BindPort(reader);
            if (port.Name.Length > 0 && !names.Add((port.Name, port.Version)))
            {
                reader.Error("name", DefinitionRules.DuplicateName, $"The product has two ports '{port.Name}' of version '{port.Version}'.", "Give one another version.");
            }

            ports.Add((port, draft));
        }

        return ports;
    }

    private static (OutputPort Port, PortDraft Draft) BindPort(MappingReader reader)
    {
        var name = reader.DefinitionName("name");
        var version = reader.RequiredText("version", "Add 'version:', such as 1.");
        var contract = reader.Text("contract");
        var target = BindTarget(reader);
        var port = new OutputPort
        {
            Name = name.Value,
            Version = version.Value,
            Description = reader.Text("description")?.Value,
            Contract = contract?.Value,
            FeatureView = NameOf(target, DefinitionKind.FeatureView),
            FeatureService = NameOf(target, DefinitionKind.FeatureService),
            Source = NameOf(target, DefinitionKind.Source),
        };
        reader.Close();
        return (port, new PortDraft(contract, target));
    }

    private static Located<DefinitionId>? BindTarget(MappingReader reader)
    {
        var targets = new List<Located<DefinitionId>>();
        foreach (var (key, kind) in Targets)
        {
            if (reader.Text(key) is { } text)
            {
                targets.Add(new Located<DefinitionId>(new DefinitionId(kind, text.Value), text.At));
            }
        }

        if (targets.Count == 0)
        {
            reader.Missing("feature_view", "Add what is behind the port: 'feature_view:', 'feature_service:' or 'source:'.");
            return null;
        }

        if (targets.Count > 1)
        {
            reader.Error("name", DefinitionRules.WrongValue, $"The port names {targets.Count} things behind it; it must name one.", "Make one port for each.");
        }

        return targets[0];
    }

    private static string? NameOf(Located<DefinitionId>? target, DefinitionKind kind) => target?.Value.Kind == kind ? target.Value.Value.Name : null;
}
