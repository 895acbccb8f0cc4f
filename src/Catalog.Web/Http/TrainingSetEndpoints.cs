using Catalog.Core.Arrow;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.TrainingSets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>Makes, lists, reads and removes training sets.</summary>
internal static class TrainingSetEndpoints
{
    private const string Route = "/api/v1/training-sets";

    internal static void MapTrainingSets(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Route).WithTags("Training sets").DisableAntiforgery();
        group.MapPost("/", CreateAsync).TakesForm<TrainingSetSpec>("frame", "spec").TakesJson<TrainingSetSpec>().WithName("CreateTrainingSet")
            .WithSummary("Builds a training set in the background.")
            .WithDescription(
                "A form with the parts `frame` (a file: .csv, .csv.gz, .parquet, .arrows, .json or .ndjson) and `spec` (JSON), or JSON alone with the entity rows in `rows`. "
                + "Without entity rows `range` takes those of views: `{\"asOf\": T}` one row for each key that has a row by then, `{\"view\": V, \"start\": A, \"end\": B}` one for each row of the view "
                + "with an event time from `start` until before `end`. "
                + "Answers at once with the record; its id is the id of the run.");
        group.MapGet("/", ListAsync).WithName("ListTrainingSets").WithSummary("Lists training sets, newest first.");
        group.MapGet("/{name}", GetAsync).WithName("GetTrainingSet").WithSummary("Shows a training set, by name or by id.");
        group.MapGet("/{name}/preview", PreviewAsync).WithName("PreviewTrainingSet").WithSummary("Shows the first rows.");
        group.MapGet("/{name}/download", DownloadAsync).WithName("DownloadTrainingSet")
            .WithSummary("Reads the whole training set as Parquet, CSV or an Arrow stream.")
            .WithDescription(
                "`format` is `parquet`, `csv` or `arrow`. Without it the header `Accept` decides by the media types that it names, and else the format that the training set was asked for in. "
                + "The Arrow stream has the types and values of the Parquet file. `split` names one part of a training set that was divided.")
            .Produces<Stream>(StatusCodes.Status200OK, TrainingSetFormats.MediaTypeOf(default), [.. TrainingSetFormats.All.Skip(1).Select(TrainingSetFormats.MediaTypeOf)]);
        group.MapGet("/{name}/frame", GetFrameAsync).WithName("GetTrainingSetFrame")
            .WithSummary("Reads the entity frame that a training set was made of.")
            .WithDescription("The file as it was sent; a Parquet file where a range made it, or where an erasure took rows out of it.")
            .Produces<Stream>(StatusCodes.Status200OK, "application/octet-stream");
        group.MapGet("/{name}/manifest", GetManifestAsync).WithName("GetTrainingSetManifest")
            .WithSummary("Shows what a training set was made of: versions, ranges of the event log, files and hashes, and what its columns are like.");
        group.MapPost("/{name}/rebuild", RebuildAsync).WithName("RebuildTrainingSet")
            .WithSummary("Builds a training set once more from its manifest and tells whether the bytes are the same.")
            .WithDescription(
                "The body may be absent. `name` is that of the rebuilt training set; without it the name with `-rebuilt`, which replaces an earlier rebuild. Answers at once with the record, "
                + "whose `rebuild` tells the result once it is complete.");
        group.MapPost("/{name}/cancel", CancelAsync).WithName("CancelTrainingSet").WithSummary("Stops the building.");
        group.MapDelete("/{name}", DeleteAsync).WithName("DeleteTrainingSet").WithSummary("Removes a training set with its file.");
    }

    private static async Task<Accepted<TrainingSetAnswer>> CreateAsync(
        HttpRequest request, TrainingSetService sets, IOptions<FeatureStoreOptions> options, CancellationToken cancellationToken)
    {
        using var received = await TrainingSetRequests.ReadAsync(request, sets, options.Value.TrainingSets.MaxFrameBytes, cancellationToken);
        var set = await sets.CreateAsync(received.Request, received.Frame, cancellationToken);
        return TypedResults.Accepted($"{Route}/{set.Id}", TrainingSetAnswers.Of(set));
    }

    private static async Task<Ok<TrainingSetPageAnswer>> ListAsync(
        TrainingSetService sets, Guid? before, int? limit, CancellationToken cancellationToken)
    {
        var count = QueryValues.ReadCount(nameof(limit), limit, standard: 100, most: 1000);
        var page = await sets.ListAsync(before, count, cancellationToken);
        return TypedResults.Ok(new TrainingSetPageAnswer([.. page.Select(TrainingSetAnswers.Of)], page.Count == count ? page[^1].Id : null));
    }

    private static async Task<Ok<TrainingSetAnswer>> GetAsync(TrainingSetService sets, string name, CancellationToken cancellationToken)
    {
        var set = Guid.TryParse(name, out var id) ? await sets.FindAsync(id, cancellationToken) : null;
        set ??= await sets.FindAsync(name, cancellationToken);
        return set is not null
            ? TypedResults.Ok(TrainingSetAnswers.Of(set))
            : throw new FeatureStoreException(FeatureStoreErrorCode.TrainingSetNotFound, $"There is no training set '{name}'; {Route} lists what there is.");
    }

    private static async Task<Ok<TrainingSetPreviewAnswer>> PreviewAsync(
        TrainingSetService sets, TrainingSetReader reader, string name, int? rows, CancellationToken cancellationToken)
    {
        var count = QueryValues.ReadCount(nameof(rows), rows, standard: 20, most: 1000);
        return TypedResults.Ok(TrainingSetAnswers.Of(await reader.PreviewAsync(await NameOfAsync(sets, name, cancellationToken), count, cancellationToken)));
    }

    private static async Task<Results<FileStreamHttpResult, PushStreamHttpResult>> DownloadAsync(
        HttpContext context, TrainingSetService sets, TrainingSetReader reader, string name, string? format, string? split, CancellationToken cancellationToken)
    {
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
        name = await NameOfAsync(sets, name, cancellationToken);
        var chosen = TrainingSetSpecs.ReadFormat(format) ?? TrainingSetFormats.Accepted(context.Request) ?? (await sets.FindAsync(name, cancellationToken))?.Definition.Format;
        var file = string.IsNullOrEmpty(split) ? name : $"{name}-{split}";
        split = string.IsNullOrEmpty(split) ? null : split;
        switch (chosen)
        {
            case TrainingSetFormat.Csv:
                var pieces = await reader.OpenCsvAsync(name, split, cancellationToken);
                return Send(file, TrainingSetFormat.Csv, async body =>
                {
                    await foreach (var piece in pieces)
                    {
                        await body.WriteAsync(piece, cancellationToken);
                    }
                });
            case TrainingSetFormat.Arrow:
                var columns = await reader.OpenColumnsAsync(name, split, cancellationToken);
                return Send(file, TrainingSetFormat.Arrow, async body =>
                {
                    using (columns)
                    {
                        await ArrowStream.WriteAsync(columns, body, cancellationToken);
                    }
                });
            default:
                var stream = await reader.OpenParquetAsync(name, split, cancellationToken);
                return TypedResults.Stream(
                    stream, TrainingSetFormats.MediaTypeOf(TrainingSetFormat.Parquet), TrainingSetFormats.FileNameOf(file, TrainingSetFormat.Parquet), enableRangeProcessing: true);
        }
    }

    private static PushStreamHttpResult Send(string name, TrainingSetFormat format, Func<Stream, Task> write)
        => TypedResults.Stream(write, TrainingSetFormats.MediaTypeOf(format), TrainingSetFormats.FileNameOf(name, format));

    private static async Task<FileStreamHttpResult> GetFrameAsync(TrainingSetService sets, TrainingSetReader reader, string name, CancellationToken cancellationToken)
    {
        var known = await NameOfAsync(sets, name, cancellationToken);
        var (content, extension) = await reader.OpenFrameAsync(known, cancellationToken);
        return TypedResults.Stream(content, "application/octet-stream", $"{known}-entities{extension}", enableRangeProcessing: true);
    }

    private static async Task<Ok<TrainingSetManifest>> GetManifestAsync(TrainingSetManifests manifests, TrainingSetService sets, string name, CancellationToken cancellationToken)
        => TypedResults.Ok(await manifests.GetAsync(await NameOfAsync(sets, name, cancellationToken), cancellationToken));

    private static async Task<Accepted<TrainingSetAnswer>> RebuildAsync(
        TrainingSetManifests manifests, TrainingSetService sets, string name, TrainingSetRebuildSpec? spec, CancellationToken cancellationToken)
    {
        var set = await manifests.RebuildAsync(await NameOfAsync(sets, name, cancellationToken), spec?.Name, spec?.Overwrite ?? false, spec?.RequestedBy, cancellationToken);
        return TypedResults.Accepted($"{Route}/{set.Id}", TrainingSetAnswers.Of(set));
    }

    private static async Task<Accepted> CancelAsync(TrainingSetService sets, string name, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(name, out var id) && await sets.FindAsync(id, cancellationToken) is not null)
        {
            await sets.CancelAsync(id, cancellationToken);
        }
        else
        {
            await sets.CancelAsync(name, cancellationToken);
        }

        return TypedResults.Accepted($"{Route}/{name}");
    }

    private static async Task<NoContent> DeleteAsync(TrainingSetService sets, string name, CancellationToken cancellationToken)
    {
        await sets.DeleteAsync(await NameOfAsync(sets, name, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>The name of a training set that is given by name or by id.</summary>
    private static async Task<string> NameOfAsync(TrainingSetService sets, string name, CancellationToken cancellationToken)
        => Guid.TryParse(name, out var id) && await sets.FindAsync(id, cancellationToken) is { } set ? set.Name : name;
}
