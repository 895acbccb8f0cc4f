using System.Net;

namespace Catalog.Web.Tests.Http;

public sealed class CheckEndpointsTests : DoorTest
{
    [Fact]
    public async Task List_AfterARun_HasOneResultForEachRule()
    {
        var run = await Server.IngestAsync(Lines);

        var results = (await Server.GetAsync("sources/sales/checks"))["items"]!.AsArray().ToDictionary(static result => (string)result!["rule"]!, static result => result!);

        Assert.Equal(("fail", 4, 1), ((string?)results["required:customer_id"]["outcome"], (int)results["required:customer_id"]["checked"]!, (int)results["required:customer_id"]["violations"]!));
        Assert.Equal("pass", (string?)results["type:price"]["outcome"]);
        Assert.Equal(((Guid)run["runId"]!, "sales", "1.0.0"), ((Guid)results["type:price"]["runId"]!, (string)results["type:price"]["contract"]!, (string)results["type:price"]["contractVersion"]!));
    }

    [Fact]
    public async Task History_AfterRuns_SumsTheDay()
    {
        await Server.IngestAsync(Lines);
        await Server.IngestAsync(Lines + "3,2026-11-21T10:00:00Z,4,jug\n");

        var history = await Server.GetAsync("sources/sales/checks/history");

        var day = history["items"]!.AsArray().Single(static day => (string?)day!["rule"] == "minimum:price")!;
        Assert.Equal(("fail", 9, 2), ((string?)day["outcome"], (int)day["checked"]!, (int)day["violations"]!));
        Assert.Equal((string?)history["to"], (string?)day["day"]);
        Assert.Empty((await Server.GetAsync("sources/sales/checks/history?from=2020-01-01&to=2020-12-31"))["items"]!.AsArray());
    }

    [Fact]
    public async Task List_FewBadRowsOfMany_JudgesByTheShareOfTheBrokenRuleAlone()
    {
        var good = string.Concat(Enumerable.Range(1, 2_500).Select(static row => $"{row},2026-11-20T10:00:00Z,4,mug\n"));
        await Server.IngestAsync(IngestionServer.Header + good);
        var before = (await Server.GetAsync("sources/sales/checks"))["counts"]!.ToJsonString();

        await Server.IngestAsync(IngestionServer.Header + "7,2026-11-21T10:00:00Z,-4,jug\n");

        var answer = await Server.GetAsync("sources/sales/checks");
        var broken = answer["items"]!.AsArray().Single(static check => (int)check!["violations"]! > 0)!;
        Assert.Equal(
            ("minimum:price", "pass", 2_501, 1, 2, "fail"),
            ((string)broken["rule"]!, (string)broken["outcome"]!, (int)broken["checked"]!, (int)broken["violations"]!, (int)broken["runs"]!, (string)broken["newest"]!["outcome"]!));
        Assert.Equal(before, answer["counts"]!.ToJsonString());
        var today = (await Server.GetAsync("sources/sales/checks/history"))["items"]!.AsArray().Single(static day => (string?)day!["rule"] == "minimum:price")!;
        Assert.Equal(("pass", 2_501, 1), ((string)today["outcome"]!, (int)today["checked"]!, (int)today["violations"]!));
    }

    [Fact]
    public async Task ListOfProduct_NoSuchProduct_IsRefused()
        => Assert.Equal("definition-not-found", IngestionServer.CodeOf(await Server.GetAsync("products/none/checks", HttpStatusCode.NotFound)));
}
