using Catalog.Core.Errors;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Diagnostics;
using Catalog.Web.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition;

/// <summary>Once the process listens: fills an empty catalogue with the sample definitions, states readiness and prints the address.</summary>
internal sealed class StartUp(
    DefinitionService definitions,
    DefinitionRegistry registry,
    IOptions<CatalogOptions> options,
    IServer server,
    IHostApplicationLifetime lifetime,
    Readiness readiness,
    ILogger<StartUp> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        if (options.Value.LoadSamples && registry.Current.Revision == 0 && Directory.Exists(options.Value.SamplesDirectory))
        {
            await ApplySamplesAsync(options.Value.SamplesDirectory, stoppingToken);
        }

        readiness.Set();
        logger.Ready(CatalogHost.AddressOf(server));
    }

    private async Task ApplySamplesAsync(string folder, CancellationToken cancellationToken)
    {
        var files = new List<DefinitionFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            files.Add(new DefinitionFile(relative, await File.ReadAllTextAsync(path, cancellationToken)));
        }

        try
        {
            var request = new PlanRequest { Files = files };
            var result = await definitions.ApplyAsync(
                new ApplyRequest { Plan = request, Author = "catalog", Message = "Sample definitions", ExpectedRevision = 0 }, cancellationToken);
            logger.SamplesApplied(result.Plan.Changes.Count, folder);
        }
        catch (CatalogException error)
        {
            logger.SamplesRefused(error, folder, error.Message);
        }
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
