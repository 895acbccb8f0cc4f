using Microsoft.OpenApi;

namespace Catalog.Web.Http;

/// <summary>Says of a door which bodies it takes.</summary>
internal static class ApiBodyExtensions
{
    /// <summary>JSON of the type <typeparamref name="T"/>.</summary>
    internal static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder door)
        => door.WithMetadata(new ApiBody(MediaTypes.Json, IsRequired: true, static async (context, cancellationToken) => await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken)));

    /// <summary>JSON of a shape that no type has.</summary>
    internal static RouteHandlerBuilder TakesJson(this RouteHandlerBuilder door, OpenApiSchema schema)
        => door.WithMetadata(new ApiBody(MediaTypes.Json, IsRequired: true, (_, _) => Task.FromResult<IOpenApiSchema>(schema)));

    /// <summary>The bytes of a file, or text.</summary>
    internal static RouteHandlerBuilder TakesContent(this RouteHandlerBuilder door, string mediaType)
        => door.WithMetadata(new ApiBody(mediaType, IsRequired: true, static (_, _) => Task.FromResult<IOpenApiSchema>(ApiShapes.Content)));

    /// <summary>A form with a file in each part of <paramref name="files"/>.</summary>
    internal static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder door, params string[] files)
        => door.WithMetadata(new ApiBody(MediaTypes.Form, IsRequired: true, (_, _) => Task.FromResult<IOpenApiSchema>(
            ApiShapes.Object(files, [.. files.Select(static file => (file, ApiShapes.Content))]))));

    /// <summary>A form with a file and JSON of the type <typeparamref name="T"/>.</summary>
    internal static RouteHandlerBuilder TakesForm<T>(this RouteHandlerBuilder door, string file, string json)
        => door.WithMetadata(new ApiBody(MediaTypes.Form, IsRequired: true, async (context, cancellationToken) =>
            ApiShapes.Object([json], (file, ApiShapes.Content), (json, await context.GetOrCreateSchemaAsync(typeof(T), null, cancellationToken)))));
}
