using Catalog.Feast.Registry;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>The definitions in the file that Feast keeps its registry in.</summary>
internal static class FeastRegistryEndpoints
{
    private const string MediaType = "application/x-protobuf";
    private const string FileName = "registry.db";

    internal static void MapFeastRegistry(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/v1/feast/registry", Get).WithTags("Definitions").WithName("GetFeastRegistry")
            .WithSummary("Entities, views, services and sources as a `feast.core.Registry`, which Feast's clients read as `registry.db`.")
            .WithDescription(
                "A client whose `feature_store.yaml` has the path of the file as `registry` knows what was in force when it was fetched. One with `registry_type: remote` asks over gRPC and "
                + "knows what is in force now.")
            .Produces<Stream>(StatusCodes.Status200OK, MediaType);

    private static FileContentHttpResult Get(FeastRegistry registry) => TypedResults.Bytes(registry.ToFile(), MediaType, FileName);
}
