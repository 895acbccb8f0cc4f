using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Catalog.Web.Http;

/// <summary>One media type of a body that a door reads by itself, for the OpenAPI document. Unlike <c>Accepts</c> it refuses nothing: the doors say better what they take.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="IsRequired">Whether the door answers nothing without a body.</param>
/// <param name="DescribeAsync">Makes the schema.</param>
internal sealed record ApiBody(string MediaType, bool IsRequired, Func<OpenApiOperationTransformerContext, CancellationToken, Task<IOpenApiSchema>> DescribeAsync);
