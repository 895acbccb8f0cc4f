using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Catalog.Persistence;
using Catalog.Web.Http;
using Conformance;
using Conformance.Offline;
using FeatureStore;
using FeatureStore.DuckDb;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Catalog.Web.Tests.Http;

/// <summary>The doors of training sets over the real engine, files and database, in a folder of its own, on a free port of this machine.</summary>
public sealed class TrainingSetServer : IAsyncDisposable
{
    public static readonly FeatureView Profile = OnlineFeaturesServer.View(
        "profile", [OnlineFeaturesServer.Entity("customer_id", ScalarType.Int64)], TimeSpan.FromDays(30), ("country", ScalarType.String), ("spend", ScalarType.Double));

    private readonly string _directory = Directory.CreateTempSubdirectory("training-door-").FullName;
    private readonly WebApplication _app;

    private TrainingSetServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory,
            ["FeatureStore:TrainingSets:MaxFrameBytes"] = "50000000",
            ["FeatureStore:DuckDb:Threads"] = "1", // Reads a file from its beginning to its end.
        });
        builder.Services
            .AddProblems()
            .AddCatalogPersistence(builder.Configuration)
            .AddFeatureStore(builder.Configuration)
            .AddDuckDbOfflineStore(builder.Configuration)
            .AddSingleton<IFeatureRegistry>(new FakeFeatureRegistry(Profile))
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IRunJournal, RecordingRunJournal>();
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.MapTrainingSets();
    }

    public HttpClient Http { get; } = new();

    public string DataDirectory => _directory;

    public static async Task<TrainingSetServer> StartAsync()
    {
        var server = new TrainingSetServer();
        await server._app.StartAsync();
        server.Http.BaseAddress = new Uri(server._app.Urls.Single() + "/api/v1/");
        return server;
    }

    /// <summary>Materializes rows of the profile: customer, day of November 2026, country, spend.</summary>
    public async Task WriteAsync(params (long Customer, int Day, string? Country, double? Spend)[] rows)
    {
        var writer = await _app.Services.GetRequiredService<ViewWriterFactory>().OpenAsync(Profile, 0, TestContext.Current.CancellationToken);
        var next = writer.Position;
        await writer.WriteAsync(
            [
                .. rows.Select(row => new FeatureRow(
                    [Value.Of(row.Customer)],
                    Instant.From(new DateTimeOffset(2026, 11, row.Day, 0, 0, 0, TimeSpan.Zero)),
                    new Instant(0),
                    next++,
                    [Value.Of(row.Country), row.Spend is { } spend ? Value.Of(spend) : Value.Null])),
            ],
            next,
            TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for a training set without a file.</summary>
    public async Task<HttpResponseMessage> PostJsonAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.PostAsync("training-sets", content, TestContext.Current.CancellationToken);
    }

    /// <summary>The training set once it is made, or is not going to be.</summary>
    public async Task<JsonNode> EndAsync(JsonNode created)
    {
        while (true)
        {
            var set = await Http.GetFromJsonAsync<JsonNode>($"training-sets/{created["id"]}", TestContext.Current.CancellationToken);
            if ((string?)set!["state"] is "completed" or "failed" or "cancelled")
            {
                return set;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>An answer that must have a status.</summary>
    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
