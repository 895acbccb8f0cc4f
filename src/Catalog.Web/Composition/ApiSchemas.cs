using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Catalog.Core.Values;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Catalog.Web.Composition;

/// <summary>Says what the generator, which knows types only, cannot: which values are written as text, and which members may be absent.</summary>
internal static class ApiSchemas
{
    internal static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Instant) || type == typeof(DataType) || type == typeof(TimeSpan))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = type == typeof(Instant) ? "date-time" : null;
            schema.Pattern = null;
            schema.Properties?.Clear();
            schema.Required?.Clear();
        }

        if (schema.Required is { Count: > 0 } required)
        {
            required.ExceptWith(context.JsonTypeInfo.Properties.Where(property => MayBeAbsent(property, context.JsonTypeInfo)).Select(static property => property.Name));
        }

        return Task.CompletedTask;
    }

    /// <summary>Types that refuse unknown members are bodies, and those are read whatever is absent; answers leave out what is null.</summary>
    private static bool MayBeAbsent(JsonPropertyInfo property, JsonTypeInfo owner)
        => property.IsGetNullable || owner.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
}
