using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Definitions.Editing;

namespace Catalog.Web.Drafts;

/// <summary>In which order the keys of a document stand, so that a key which a form adds comes where a reader looks for it.</summary>
internal static partial class KeyOrder
{
    private static readonly Dictionary<(DefinitionKind Kind, string Parent), string[]> Orders = new()
    {
        [(DefinitionKind.FeatureView, "")] =
        [
            "kind", "name", "domain", "owner", "description", "entities", "source", "timestamp", "ttl", "strict_before", "null_policy", "online", "offline",
            "tags", "features",
        ],
        [(DefinitionKind.FeatureView, "features[]")] = ["name", "type", "from", "aggregate", "of", "where", "n", "window", "hop", "description", "tags"],
        [(DefinitionKind.DataProduct, "")] =
        [
            "kind", "name", "title", "domain", "owner", "version", "status", "description", "limitations", "tags", "inputs", "output_ports",
        ],
        [(DefinitionKind.DataProduct, "output_ports[]")] = ["name", "version", "description", "contract", "feature_view", "feature_service", "source"],
    };

    /// <summary>The key after which a new one belongs; null when nothing is known or none of those before it is there, and it goes last.</summary>
    public static string? Before(DefinitionKind kind, YamlOutline outline, string path)
    {
        var dot = path.LastIndexOf('.');
        var (parent, key) = dot < 0 ? (string.Empty, path) : (path[..dot], path[(dot + 1)..]);
        if (!Orders.TryGetValue((kind, Index().Replace(parent, "[]")), out var order) || Array.IndexOf(order, key) is not (> 0 and var place))
        {
            return null;
        }

        var prefix = dot < 0 ? string.Empty : parent + ".";
        return order[..place].LastOrDefault(candidate => outline.Has(prefix + candidate));
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.CultureInvariant)]
    private static partial Regex Index();
}
