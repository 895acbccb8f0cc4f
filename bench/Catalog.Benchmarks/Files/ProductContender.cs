using System.Diagnostics;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Web.Composition;
using FeatureStore.Ports;
using Ingestion;
using Ingestion.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Benchmarks.Files;

/// <summary>The product in this process, as the run command starts it but without the samples.</summary>
internal static class ProductContender
{
    private const string Definitions = "samples/loyalty";

    internal static async Task<Times> RunAsync(string folder, string source, string file)
    {
        await using var app = CatalogHost.Build(
            "--urls=http://127.0.0.1:0", $"--Catalog:DataDirectory={folder}", "--Catalog:LoadSamples=false", "--Logging:LogLevel:Default=Warning");
        await app.StartAsync();
        var files = await DefinitionFolder.ReadAsync(Definitions, CancellationToken.None);
        await app.Services.GetRequiredService<DefinitionService>().ApplyAsync(
            new ApplyRequest { Plan = new PlanRequest { Files = files }, Author = "bench" }, CancellationToken.None);

        var clock = Stopwatch.StartNew();
        var result = await IngestAsync(app, source, file);
        var log = clock.Elapsed.TotalSeconds;
        var barrier = app.Services.GetRequiredService<IMaterializationBarrier>();
        foreach (var view in app.Services.GetRequiredService<DefinitionRegistry>().Views)
        {
            await barrier.FlushAsync(view.Id, CancellationToken.None);
        }

        var stores = clock.Elapsed.TotalSeconds;
        await app.StopAsync();
        return new Times(result.Read, log, stores);
    }

    private static async Task<IngestionResult> IngestAsync(WebApplication app, string source, string file)
    {
        var ingestion = app.Services.GetRequiredService<IngestionService>();
        await using var content = File.OpenRead(file);
        var upload = new FileUpload { Source = source, Name = Path.GetFileName(file), Content = content };
        var job = await ingestion.StartFileAsync(upload, CancellationToken.None);
        job = await ingestion.WaitAsync(source, job.RunId, CancellationToken.None);
        return job.Result ?? throw new InvalidOperationException($"The ingestion ended as '{job.State}': {job.ErrorMessage}");
    }

    /// <summary>How long it took.</summary>
    /// <param name="Rows">Rows of the file.</param>
    /// <param name="LogSeconds">Until everything was checked and in the log.</param>
    /// <param name="StoresSeconds">Until every view had it in both stores.</param>
    internal readonly record struct Times(long Rows, double LogSeconds, double StoresSeconds);
}
