using Microsoft.OpenApi;

namespace Catalog.Web.Http;

/// <summary>Schemas of JSON that is read member by member, for the OpenAPI document.</summary>
internal static class ApiShapes
{
    /// <summary>Text.</summary>
    internal static OpenApiSchema Text => new() { Type = JsonSchemaType.String };

    /// <summary>True or false.</summary>
    internal static OpenApiSchema Flag => new() { Type = JsonSchemaType.Boolean };

    /// <summary>An instant as in RFC 3339.</summary>
    internal static OpenApiSchema Time => new() { Type = JsonSchemaType.String, Format = "date-time" };

    /// <summary>The bytes of a file.</summary>
    internal static OpenApiSchema Content => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>Lists of values of any type, of one length, by name.</summary>
    internal static OpenApiSchema Columns => new() { Type = JsonSchemaType.Object, AdditionalProperties = List(new OpenApiSchema()) };

    /// <summary>A list.</summary>
    internal static OpenApiSchema List(OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    /// <summary>An object of any members.</summary>
    internal static OpenApiSchema AnyObject => new() { Type = JsonSchemaType.Object };

    /// <summary>An object with these members.</summary>
    internal static OpenApiSchema Object(IEnumerable<string> required, params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Required = required.ToHashSet(StringComparer.Ordinal),
        Properties = members.ToDictionary(static member => member.Name, static IOpenApiSchema (member) => member.Schema, StringComparer.Ordinal),
    };
}
