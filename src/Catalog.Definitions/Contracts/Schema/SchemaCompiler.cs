using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>Reads a JSON Schema of draft 2019-09 as far as the ODCS schemas use it. A keyword that it does not know is refused rather than passed over.</summary>
internal sealed class SchemaCompiler
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$schema", "$defs", "title", "description", "default", "examples", "deprecated", "format",
    };

    private readonly JsonElement _root;
    private readonly Dictionary<string, SchemaNode> _referred = new(StringComparer.Ordinal);

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <summary>Compiles the document.</summary>
    /// <exception cref="NotSupportedException">A keyword is not known.</exception>
    public static SchemaNode Compile(JsonElement root) => new SchemaCompiler(root).Read(root);

    private SchemaNode Read(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new SchemaNode { IsNever = element.ValueKind == JsonValueKind.False };
        }

        return element.EnumerateObject().Aggregate(new SchemaNode(), (node, keyword) => Read(node, keyword.Name, keyword.Value));
    }

    private SchemaNode Read(SchemaNode node, string keyword, JsonElement value) => keyword switch
    {
        "type" => node with { Types = value.ValueKind == JsonValueKind.Array ? Texts(value) : [value.GetString()!] }, // The standard says string.
        "enum" => node with { Enum = [.. value.EnumerateArray()] },
        "const" => node with { Enum = [value] },
        "required" => node with { Required = Texts(value) },
        "properties" => node with { Properties = value.EnumerateObject().ToDictionary(static p => p.Name, p => Read(p.Value), StringComparer.Ordinal) },
        "additionalProperties" => node with { AdditionalProperties = Read(value) },
        "unevaluatedProperties" => node with { UnevaluatedProperties = Read(value) },
        "items" => node with { Items = Read(value) },
        "minItems" => node with { MinItems = value.GetInt32() },
        "maxItems" => node with { MaxItems = value.GetInt32() },
        "uniqueItems" => node with { UniqueItems = value.GetBoolean() },
        "minimum" => node with { Minimum = value.GetDouble() },
        "exclusiveMinimum" => node with { ExclusiveMinimum = value.GetDouble() },
        "pattern" => node with { Pattern = ToPattern(value.GetString()!) }, // The standard says string.
        "allOf" => node with { AllOf = Schemas(value) },
        "anyOf" => node with { AnyOf = Schemas(value) },
        "oneOf" => node with { OneOf = Schemas(value) },
        "not" => node with { Not = Read(value) },
        "if" => node with { If = Read(value) },
        "then" => node with { Then = Read(value) },
        "$ref" => node with { Reference = () => Resolve(value.GetString()!) }, // The standard says string.
        _ when Annotations.Contains(keyword) => node,
        _ => throw new NotSupportedException($"The JSON Schema keyword '{keyword}' is not known to the contract checker."),
    };

    private SchemaNode Resolve(string pointer)
    {
        lock (_referred)
        {
            if (!_referred.TryGetValue(pointer, out var node))
            {
                var element = pointer.TrimStart('#', '/').Split('/').Aggregate(_root, static (parent, name) => parent.GetProperty(name));
                node = Read(element);
                _referred.Add(pointer, node);
            }

            return node;
        }
    }

    // Without backtracking: documents come from strangers.
    private static Regex ToPattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private List<SchemaNode> Schemas(JsonElement array) => [.. array.EnumerateArray().Select(Read)];

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(static item => item.GetString()!)]; // The standard says string.
}
