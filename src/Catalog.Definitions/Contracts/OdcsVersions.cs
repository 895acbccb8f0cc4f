using System.Text.Json;
using Catalog.Definitions.Contracts.Schema;

namespace Catalog.Definitions.Contracts;

/// <summary>The versions of the Open Data Contract Standard that are known, each with its schema.</summary>
internal static class OdcsVersions
{
    /// <summary>The newest version.</summary>
    public const string Newest = "v3.1.0";

    private static readonly Dictionary<string, Lazy<SchemaNode>> Schemas =
        new[] { "v3.0.0", "v3.0.1", "v3.0.2", Newest }.ToDictionary(static version => version, static version => new Lazy<SchemaNode>(() => Load(version)), StringComparer.Ordinal);

    /// <summary>The versions, oldest first.</summary>
    public static IReadOnlyCollection<string> Known => Schemas.Keys;

    /// <summary>The schema of a known version.</summary>
    public static SchemaNode Schema(string version) => Schemas[version].Value;

    private static SchemaNode Load(string version)
    {
        using var stream = typeof(OdcsVersions).Assembly.GetManifestResourceStream($"odcs-json-schema-{version}.json")
            ?? throw new InvalidOperationException($"The schema of ODCS '{version}' is not embedded in the assembly.");
        return SchemaCompiler.Compile(JsonDocument.Parse(stream).RootElement);
    }
}
