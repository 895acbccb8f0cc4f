using System.Text.Json.Nodes;
using Catalog.Definitions.Model;

namespace Catalog.Web.Tests.Http;

public sealed class ViewEndpointsTests : DoorTest
{
    [Fact]
    public async Task Flush_AfterAFile_EverythingIsInBothStores()
    {
        await Server.IngestAsync(Lines);

        var view = await Server.PostAsync("views/profile/flush", string.Empty);

        Assert.Equal(("profile", 1, "sales", "running", 0), ((string?)view["name"], (int)view["version"]!, (string?)view["source"], (string?)view["state"], (int)view["lag"]!));
        Assert.Equal("2026-11-21T10:00:00Z", (string?)view["newestEventTime"]);
        var writer = Assert.Single(view["writers"]!.AsArray())!;
        Assert.Equal((2, 2, 2), ((int)writer["position"]!, (int)writer["durablePosition"]!, (int)writer["endOfLog"]!));
        Assert.Equal(4, await LookUpAsync("profile"));
        Assert.True(JsonNode.DeepEquals(view, Assert.Single((await Server.GetAsync("views"))["items"]!.AsArray())));
    }

    [Fact]
    public async Task Flush_ViewAppliedAMomentAgo_WaitsForItToo()
    {
        await Server.IngestAsync(Lines);
        await Server.ApplyAsync(new DefinitionFile(
            "late.yaml", "kind: FeatureView\nname: late\ndomain: shop\nowner: crew\nentities: [customer_id]\nsource: sales\nfeatures:\n  - {name: last_price, type: double, from: price}\n"));

        await Server.PostAsync("views/late/flush", string.Empty);

        Assert.Equal(4, await LookUpAsync("late"));
    }

    private async Task<double> LookUpAsync(string view)
    {
        using var content = new StringContent($$$"""{"features": ["{{{view}}}:last_price"], "entities": {"customer_id": [1]}}""");
        using var response = await Server.Http.PostAsync("get-online-features", content, Token);
        return (double)JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!["results"]![1]!["values"]![0]!;
    }
}
