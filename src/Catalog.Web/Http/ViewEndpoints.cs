using Catalog.Web.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Catalog.Web.Http;

/// <summary>Tells how far the writers of feature views are, and waits for them.</summary>
internal static class ViewEndpoints
{
    internal static void MapViews(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/views").WithTags("Views").DisableAntiforgery();
        group.MapGet("/", List).WithName("ListViews").WithSummary("Lists the feature views with the state of their writers.");
        group.MapPost("/{name}/flush", FlushAsync).WithName("FlushView")
            .WithSummary("Waits until every event that the log holds now is in both stores of the view.");
    }

    private static Ok<ViewsAnswer> List(ViewStatuses views) => TypedResults.Ok(new ViewsAnswer([.. views.List().Select(ViewAnswers.Of)]));

    private static async Task<Ok<ViewAnswer>> FlushAsync(ViewStatuses views, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(ViewAnswers.Of(await views.FlushAsync(name, cancellationToken)));
}
