using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catalog.Definitions.Contracts.Schema;

/// <summary>One schema with the keywords that the ODCS schemas use; null or empty where a keyword is absent.</summary>
internal sealed record SchemaNode
{
    /// <summary>The <c>false</c> schema.</summary>
    public bool IsNever { get; init; }

    public IReadOnlyList<string> Types { get; init; } = [];

    public IReadOnlyList<JsonElement>? Enum { get; init; }

    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>();

    public SchemaNode? AdditionalProperties { get; init; }

    public SchemaNode? UnevaluatedProperties { get; init; }

    public SchemaNode? Items { get; init; }

    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public double? Minimum { get; init; }

    public double? ExclusiveMinimum { get; init; }

    public Regex? Pattern { get; init; }

    public IReadOnlyList<SchemaNode> AllOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];

    public SchemaNode? Not { get; init; }

    public SchemaNode? If { get; init; }

    public SchemaNode? Then { get; init; }

    /// <summary>What <c>$ref</c> points to. Looked up when asked for, since schemas refer to themselves.</summary>
    public Func<SchemaNode>? Reference { get; init; }
}
