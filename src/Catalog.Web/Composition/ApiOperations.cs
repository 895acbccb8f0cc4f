using Catalog.Web.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Catalog.Web.Composition;

/// <summary>Describes in the OpenAPI document what the generator cannot see: bodies that a door reads by itself, and what it answers where it refuses.</summary>
internal static class ApiOperations
{
    private const string Problem = "Problem";
    private const string FeastProblem = "FeastProblem";
    private const string Default = "default";

    internal static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var bodies = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiBody>().ToArray();
        if (bodies.Length > 0)
        {
            var content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
            foreach (var body in bodies)
            {
                content[body.MediaType] = new OpenApiMediaType { Schema = await body.DescribeAsync(context, cancellationToken) };
            }

            operation.RequestBody = new OpenApiRequestBody { Required = bodies.All(static body => body.IsRequired), Content = content };
        }

        await DescribeRefusalAsync(operation, context, cancellationToken);
    }

    private static async Task DescribeRefusalAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Document is not { } document)
        {
            return;
        }

        operation.Responses ??= [];
        var isFeast = context.Description.ActionDescriptor.EndpointMetadata.OfType<FeastDoor>().Any();
        if (isFeast)
        {
            Add(document, FeastProblem, ApiShapes.Object(["detail"], ("detail", new OpenApiSchema { Description = "What Feast's server answers: a text, or a list of what is wrong with the body." })));
            operation.Responses[Default] = Refusal(document, FeastProblem, MediaTypes.Json, $"What went wrong, as Feast's server says it; the header `{FeastErrors.CodeHeader}` has the stable code.");
        }
        else
        {
            Add(document, Problem, Describe(await context.GetOrCreateSchemaAsync(typeof(ProblemDetails), null, cancellationToken)));
            operation.Responses[Default] = Refusal(document, Problem, MediaTypes.Problem, "What went wrong (RFC 9457); `code` is stable.");
        }
    }

    private static OpenApiSchema Describe(OpenApiSchema problem)
    {
        problem.Properties?.TryAdd("code", ApiShapes.Text);
        return problem;
    }

    private static void Add(OpenApiDocument document, string name, OpenApiSchema schema)
    {
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            document.AddComponent(name, schema);
        }
    }

    private static OpenApiResponse Refusal(OpenApiDocument document, string schema, string mediaType, string description) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [mediaType] = new() { Schema = new OpenApiSchemaReference(schema, document) } },
    };
}
