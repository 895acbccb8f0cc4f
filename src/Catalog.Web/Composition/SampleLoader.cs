using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Diagnostics;
using FeatureStore.Ports;
using Ingestion;
using Ingestion.Model;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition;

/// <summary>
/// Fills an empty catalogue with the sample definitions and the files they name. A start that was cut off is finished by the next one: a file in the data folder says so, and
/// content that was ingested before is not ingested again.
/// </summary>
internal sealed class SampleLoader(
    DefinitionService definitions,
    DefinitionRegistry registry,
    IngestionService ingestion,
    IMaterializationBarrier barrier,
    DataDirectory data,
    IOptions<CatalogOptions> options,
    TimeProvider clock,
    ILogger<SampleLoader> logger)
{
    private string UnfinishedFile => Path.Combine(data.Path, "samples.unfinished");

    private string Folder => options.Value.SamplesDirectory;

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.LoadSamples || !Directory.Exists(Folder) || (registry.Current.Revision > 0 && !File.Exists(UnfinishedFile)))
        {
            return;
        }

        await File.WriteAllTextAsync(UnfinishedFile, Folder, cancellationToken);
        try
        {
            await ApplyAsync(cancellationToken);
            await IngestAsync(cancellationToken);
            File.Delete(UnfinishedFile);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The catalogue serves without samples, too; they are loaded at the next start.
            logger.SamplesRefused(error, Folder, error.Message);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (registry.Current.Revision > 0)
        {
            return;
        }

        var times = await SampleTimes.ReadAsync(Folder, Instant.Now(clock), cancellationToken);
        var files = await DefinitionFolder.ReadAsync(Folder, cancellationToken);
        var plan = new PlanRequest { Files = times.Shift(files) };
        var result = await definitions.ApplyAsync(
            new ApplyRequest { Plan = plan, Author = "catalog", Message = "Sample definitions", ExpectedRevision = 0 }, cancellationToken);
        logger.SamplesApplied(result.Plan.Changes.Count, Folder);
    }

    private async Task IngestAsync(CancellationToken cancellationToken)
    {
        var uploads = registry.Sources.SelectMany(FilesOf).ToList();
        using var display = new StartProgress(uploads.Count);
        foreach (var (source, path) in uploads)
        {
            var job = await StartAsync(source, path, cancellationToken);
            var ended = await display.FollowAsync(Path.GetFileName(path), () => ingestion.GetAsync(source.Name, job.RunId, cancellationToken), cancellationToken);
            if (ended.State == IngestionJobState.Failed)
            {
                logger.SampleFailed(path, ended.ErrorMessage ?? string.Empty);
            }
        }

        foreach (var view in registry.Views)
        {
            await barrier.FlushAsync(view.Id, cancellationToken);
        }

        var (read, accepted) = display.Totals;
        logger.SamplesIngested(uploads.Count, read, accepted);

        // What follows is mostly waiting, in which nothing would give back what the loading took.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private IEnumerable<(Source Source, string Path)> FilesOf(Source source)
    {
        var path = registry.Current.Find(new DefinitionId(DefinitionKind.Source, source.Name))?.Path;
        return path is null ? [] : SourceFiles.Find(Folder, path, source).Select(file => (source, file));
    }

    private async Task<IngestionJob> StartAsync(Source source, string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(path);
        return await ingestion.StartFileAsync(new FileUpload { Source = source.Name, Name = Path.GetFileName(path), Content = content }, cancellationToken);
    }
}
