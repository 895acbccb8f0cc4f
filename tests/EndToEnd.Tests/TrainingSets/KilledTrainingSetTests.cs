using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.TrainingSets;

/// <summary>The process is killed while a training set is built, again and again: after each start the building goes on from the views that were joined, and gives the bytes of one undisturbed.</summary>
public sealed class KilledTrainingSetTests
{
    private const int Keys = 500;
    private const int Events = 20_000;
    private const int Rows = 400_000;
    private const int Views = 4;
    private const int Kills = 3;

    private const string Definitions = """
        kind: Domain
        name: shop
        owner: crew
        ---
        kind: Team
        name: crew
        ---
        kind: Entity
        name: customer_id
        domain: shop
        owner: crew
        type: int64
        ---
        apiVersion: v3.1.0
        kind: DataContract
        id: sales
        name: sales
        version: 1.0.0
        status: active
        schema:
          - name: sales
            properties:
              - {name: customer_id, logicalType: integer, required: true}
        ---
        kind: Source
        name: sales
        domain: shop
        owner: crew
        format: csv
        contract: sales
        timestamp: sold_at
        columns:
          - {name: customer_id, type: int64}
          - {name: sold_at, type: timestamp}
          - {name: price, type: double}

        """;

    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private static readonly Dictionary<string, string> Settings = new() { ["FeatureStore__TrainingSets__CheckpointInterval"] = "00:00:00" };

    private readonly TemporaryDirectory _data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string SetsFolder => Path.Combine(_data.Path, "training-sets");

    [Fact]
    public async Task Build_KilledAgainAndAgain_GoesOnAndGivesTheSameBytes()
    {
        using var data = _data;
        var catalog = await CatalogProcess.StartAsync(_data.Path, samples: false, Token, Settings);
        try
        {
            await FillAsync(catalog);
            await AskAsync(catalog, "calm");
            await WaitAsync(catalog, "calm");
            await AskAsync(catalog, "stormy");
            var kills = 0;
            for (; kills < Kills && await IsKeptAsync(views: kills + 1); kills++)
            {
                await catalog.KillAsync();
                await catalog.DisposeAsync();
                catalog = await CatalogProcess.StartAsync(_data.Path, samples: false, Token, Settings);
            }

            await WaitAsync(catalog, "stormy");

            Assert.InRange(kills, 1, Kills); // Fewer where the machine was slow to kill.
            Assert.Equal(await HashAsync(catalog, "calm"), await HashAsync(catalog, "stormy"));
            Assert.Empty(Directory.GetDirectories(SetsFolder, "checkpoints", SearchOption.AllDirectories));
        }
        finally
        {
            await catalog.DisposeAsync();
        }
    }

    private static async Task FillAsync(CatalogProcess catalog)
    {
        var views = Enumerable.Range(0, Views).Select(static view => $$"""
            ---
            kind: FeatureView
            name: view{{view}}
            domain: shop
            owner: crew
            entities: [customer_id]
            source: sales
            ttl: {{view + 1}}d
            features:
              - {name: price_{{view}}, {{(view % 2 == 0 ? "type: double, from: price" : "aggregate: sum, of: price, window: 7d")}}}

            """);
        using var applied = await catalog.Http.PostAsJsonAsync(
            "/api/v1/definitions/apply", new { files = new[] { new { path = "shop.yaml", text = Definitions + string.Concat(views) } }, author = "test" }, Token);
        Assert.True(applied.IsSuccessStatusCode, await applied.Content.ReadAsStringAsync(Token));
        var lines = new StringBuilder("customer_id,sold_at,price\n");
        for (var i = 0; i < Events; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{i * 7919L % Keys},{Start + (i * Step):yyyy-MM-dd'T'HH:mm:ss'Z'},{i % 997 / 7.0}\n");
        }

        using var sent = await catalog.Http.PostAsync("/api/v1/sources/sales/files?name=sales.csv", new StringContent(lines.ToString(), Encoding.UTF8, "text/csv"), Token);
        sent.EnsureSuccessStatusCode();
        var run = (await sent.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("runId").GetGuid();
        while ((await catalog.Http.GetFromJsonAsync<JsonElement>($"/api/v1/sources/sales/runs/{run}", Token)).GetProperty("endedAt").ValueKind == JsonValueKind.Null)
        {
            await Task.Delay(50, Token);
        }
    }

    private static async Task AskAsync(CatalogProcess catalog, string name)
    {
        var frame = new StringBuilder("customer_id,event_timestamp\n");
        for (var i = 0; i < Rows; i++)
        {
            frame.Append(CultureInfo.InvariantCulture, $"{i * 31L % (Keys + 9)},{Start + (i * 104_729L % Events * Step):yyyy-MM-dd'T'HH:mm:ss'Z'}\n");
        }

        var spec = JsonSerializer.Serialize(new { name, features = Enumerable.Range(0, Views).Select(static view => $"view{view}:price_{view}") });
        using var form = new MultipartFormDataContent { { new StringContent(frame.ToString()), "frame", "frame.csv" }, { new StringContent(spec), "spec" } };
        using var answer = await catalog.Http.PostAsync("/api/v1/training-sets", form, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static async Task WaitAsync(CatalogProcess catalog, string name)
    {
        string? state;
        do
        {
            await Task.Delay(50, Token);
            state = (await catalog.Http.GetFromJsonAsync<JsonElement>($"/api/v1/training-sets/{name}", Token)).GetProperty("state").GetString();
        }
        while (state is "queued" or "running");

        Assert.Equal("completed", state);
    }

    /// <summary>Waits until so many views are kept; false when the training set was complete before.</summary>
    private async Task<bool> IsKeptAsync(int views)
    {
        while (Files("view_*.json").Length < views)
        {
            if (Files("manifest.json").Length == 2)
            {
                return false;
            }

            await Task.Delay(1, Token);
        }

        return true;
    }

    private string[] Files(string pattern)
    {
        try
        {
            return Directory.GetFiles(SetsFolder, pattern, SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // One went between two looks.
        }
    }

    private static async Task<string> HashAsync(CatalogProcess catalog, string name)
        => Convert.ToHexString(SHA256.HashData(await catalog.Http.GetByteArrayAsync($"/api/v1/training-sets/{name}/download?format=parquet", Token)));
}
