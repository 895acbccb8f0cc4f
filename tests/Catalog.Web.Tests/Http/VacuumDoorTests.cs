using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FeatureStore.Ports;

namespace Catalog.Web.Tests.Http;

/// <summary>Offline files that nobody needs are listed and deleted by HTTP; those that are needed stay.</summary>
public sealed class VacuumDoorTests : DoorTest
{
    [Fact]
    public async Task Post_OldFilesThatNobodyRecorded_AreListedThenDeleted()
    {
        await Server.IngestAsync(Lines);
        await Server.PostAsync("views/profile/flush", string.Empty);
        var storage = Server.Get<IOfflineStorage>();
        var recorded = (await storage.ListAsync(Token)).Select(static file => file.Path).Order(StringComparer.Ordinal).ToList();
        var (orphan, half, young) = (Make(storage, "gone/v1/p0/1-2.parquet", hours: 30), Make(storage, "gone/v1/p0/2-3.parquet.tmp", hours: 2), Make(storage, "gone/v1/p0/3-4.parquet.tmp", hours: 0));

        var dry = await PostAsync("?dryRun=true");
        Assert.True(File.Exists(orphan) && File.Exists(half));
        var done = await PostAsync(string.Empty);

        Assert.Equal((true, false, "1h"), ((bool)dry["dryRun"]!, (bool)done["dryRun"]!, (string?)done["grace"]));
        Assert.Equal(
            [("gone/v1/p0/1-2.parquet", 4L, "unrecorded"), ("gone/v1/p0/2-3.parquet.tmp", 4L, "partial")],
            done["files"]!.AsArray().Select(static file => ((string)file!["path"]!, (long)file["bytes"]!, (string)file["reason"]!)));
        Assert.Equal(8L, (long)done["bytes"]!);
        Assert.InRange((double)done["files"]![0]!["ageSeconds"]!, 30 * 3600, 31 * 3600);
        Assert.True(!File.Exists(orphan) && !File.Exists(half) && File.Exists(young));
        Assert.NotEmpty(recorded);
        Assert.Equal(recorded, (await storage.ListAsync(Token)).Where(static file => !file.IsPartial).Select(static file => file.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("?dryRun=maybe", null)]
    [InlineData("?dryRun=", null)]
    [InlineData("", """{"dryRun": true}""")]
    public async Task Post_DryRunThatIsNotUnderstood_DeletesNothing(string query, string? body)
    {
        var orphan = Make(Server.Get<IOfflineStorage>(), "gone/v1/p0/1-2.parquet", hours: 30);
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await Server.Http.PostAsync("/api/v1/vacuum" + query, content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("dryRun", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.True(File.Exists(orphan));
    }

    private static string Make(IOfflineStorage storage, string path, int hours)
    {
        var file = Path.Combine(storage.Location, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // It has a folder.
        File.WriteAllText(file, "PAR1", Encoding.ASCII);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-hours));
        return file;
    }

    private async Task<JsonNode> PostAsync(string query)
    {
        using var answer = await Server.Http.PostAsync("/api/v1/vacuum" + query, content: null, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!; // It is JSON.
    }
}
