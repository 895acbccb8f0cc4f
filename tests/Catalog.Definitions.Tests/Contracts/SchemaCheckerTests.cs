using System.Text.Json;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Contracts.Schema;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Tests.Contracts;

public sealed class SchemaCheckerTests
{
    [Theory]
    [InlineData("""{"type": "integer"}""", "1.0", true)]
    [InlineData("""{"type": "integer"}""", "1.5", false)]
    [InlineData("""{"type": "number"}""", "0x1f", true)]
    [InlineData("""{"type": "string"}""", "1", false)]
    [InlineData("""{"type": "string"}""", "'1'", true)]
    [InlineData("""{"type": "string"}""", "2023-01-01", true)]
    [InlineData("""{"type": ["string", "null"]}""", "~", true)]
    [InlineData("""{"enum": [1, "a", true, null]}""", "1.0", true)]
    [InlineData("""{"enum": [1, "a", true, null]}""", "TRUE", true)]
    [InlineData("""{"enum": [1, "a", true, null]}""", "'1'", false)]
    [InlineData("""{"const": "a"}""", "b", false)]
    [InlineData("""{"pattern": "^a+$"}""", "aab", false)]
    [InlineData("""{"pattern": "^a+$"}""", "1", true)]
    [InlineData("""{"minimum": 1}""", "1", true)]
    [InlineData("""{"exclusiveMinimum": 1}""", "1", false)]
    [InlineData("""{"minItems": 1, "maxItems": 2}""", "[]", false)]
    [InlineData("""{"minItems": 1, "maxItems": 2}""", "[1, 2]", true)]
    [InlineData("""{"minItems": 1, "maxItems": 2}""", "[1, 2, 3]", false)]
    [InlineData("""{"uniqueItems": true}""", "[{a: 1, b: 2}, {b: 2, a: 1}]", false)]
    [InlineData("""{"items": {"type": "string"}}""", "[a, 1]", false)]
    [InlineData("""{"required": ["a"]}""", "{b: 1}", false)]
    [InlineData("""{"required": ["a"]}""", "text", true)]
    [InlineData("""{"properties": {"a": {"type": "string"}}, "additionalProperties": false}""", "{a: x, b: 1}", false)]
    [InlineData("""{"properties": {"a": true}, "additionalProperties": {"type": "integer"}}""", "{a: x, b: 1}", true)]
    [InlineData("""{"not": {"required": ["a"]}}""", "{a: 1}", false)]
    [InlineData("""{"anyOf": [{"type": "string"}, {"minimum": 5}]}""", "7", true)]
    [InlineData("""{"oneOf": [{"minimum": 1}, {"minimum": 5}]}""", "7", false)]
    [InlineData("""{"oneOf": [{"minimum": 1}, {"minimum": 5}]}""", "3", true)]
    [InlineData("""{"if": {"required": ["a"]}, "then": {"required": ["b"]}}""", "{a: 1}", false)]
    [InlineData("""{"if": {"required": ["a"]}, "then": {"required": ["b"]}}""", "{c: 1}", true)]
    [InlineData("""{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}""", "{a: 1}", true)]
    [InlineData("""{"allOf": [{"properties": {"a": true}}], "unevaluatedProperties": false}""", "{a: 1, b: 1}", false)]
    [InlineData("""{"properties": {"a": true}, "allOf": [{"unevaluatedProperties": false}]}""", "{a: 1}", false)]
    [InlineData("""{"anyOf": [{"properties": {"a": {"const": 1}}}, {"properties": {"b": true}}], "unevaluatedProperties": false}""", "{a: 1, b: 1}", true)]
    [InlineData("""{"$defs": {"x": {"properties": {"a": {"$ref": "#/$defs/x"}}, "additionalProperties": false}}, "$ref": "#/$defs/x"}""", "{a: {a: {}}}", true)]
    [InlineData("""{"$defs": {"x": {"properties": {"a": {"$ref": "#/$defs/x"}}, "additionalProperties": false}}, "$ref": "#/$defs/x"}""", "{a: {b: {}}}", false)]
    public void Check_Keyword_HoldsAsTheDraftSays(string schema, string document, bool holds)
        => Assert.Equal(holds, Check(schema, document).Count == 0);

    [Fact]
    public void Check_Alternatives_ReportsTheNearestOne()
    {
        const string Schema = """{"anyOf": [{"type": "string"}, {"type": "object", "required": ["name", "kind"]}]}""";

        Assert.Equal("missing-key", Assert.Single(Check(Schema, "{name: x}")).Rule);
    }

    [Fact]
    public void Check_WrongNeighbour_DoesNotMakeItsKeysUnknown()
    {
        const string Schema = """{"allOf": [{"properties": {"a": {"type": "string"}, "b": true}}], "unevaluatedProperties": false}""";

        Assert.Equal(("wrong-type", "a"), Check(Schema, "{a: 1, b: 2}").Select(static v => (v.Rule, v.Path)).Single());
    }

    [Fact]
    public void Compile_UnknownKeyword_IsRefused()
        => Assert.Throws<NotSupportedException>(() => SchemaCompiler.Compile(JsonDocument.Parse("""{"dependentSchemas": {}}""").RootElement));

    private static IReadOnlyList<SchemaViolation> Check(string schema, string document)
        => SchemaChecker.Check(SchemaCompiler.Compile(JsonDocument.Parse(schema).RootElement), YamlReader.ReadRoot(new YamlChunk(document, 0), "a.yaml", new FindingList())!);
}
