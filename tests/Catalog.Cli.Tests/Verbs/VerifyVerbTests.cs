using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class VerifyVerbTests
{
    private const string Id = "0197aaaa-0000-7000-8000-000000000005";

    [Fact]
    public async Task Verify_WhileItRuns_SaysHowFarItIs()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context =>
            FakeServer.AnswerJsonAsync(context, ++asked < 30 ? Verification("running", progress: 40_000) : Verification("completed", compared: 100_000)));

        var verified = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("verify")).MustSucceed();

        Assert.StartsWith("100,000 lookups compared, 0 differences.\n", verified.Output, StringComparison.Ordinal);
        Assert.StartsWith("Comparing lookups: 40,000 of 100,000 lookups (40.0 %)\n", verified.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhileItRunsWithJson_PrintsOneDocument()
    {
        var asked = 0;
        await using var fake = await FakeServer.StartAsync(context =>
            FakeServer.AnswerJsonAsync(context, ++asked < 30 ? Verification("running", progress: 40_000) : Verification("completed", compared: 100_000)));

        var verified = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("verify", "--json")).MustSucceed();

        Assert.Equal((100_000, 0), ((int)verified.Json["compared"]!, (int)verified.Json["differences"]!));
    }

    [Fact]
    public async Task Verify_Differences_EndsWith6()
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, Verification("completed", compared: 7, differences: 2)));

        var verified = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("verify")).MustEndWith(6);

        Assert.StartsWith("7 lookups compared, 2 differences.\n", verified.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Nothing to compare: no logged lookups of last_sale for service churn. Look something up first; FeatureStore:LookupLog:SampleRate ")]
    [InlineData(5, "Nothing to compare: none of the logged lookups of last_sale for service churn can be compared.\n5 lookups not compared: not-offline.\n")]
    public async Task Verify_NothingToCompare_SaysSoAndEndsWith7(long skipped, string message)
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(
            context,
            Verification("completed").Replace("\"ofViews\": []", "\"ofViews\": [\"last_sale\"], \"ofService\": \"churn\"", StringComparison.Ordinal)
                .Replace("\"notCompared\": 0, \"notComparedByReason\": {}", $"\"notCompared\": {skipped}, \"notComparedByReason\": {(skipped == 0 ? "{}" : $$"""{"not-offline": {{skipped}}}""")}", StringComparison.Ordinal)));

        var verified = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("verify", "--view", "last_sale")).MustEndWith(7);

        Assert.StartsWith(message, verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NothingToCompareWithJson_PrintsTheDocumentAndEndsWith7()
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, Verification("completed")));

        var verified = (await new Command { Server = fake.Address, Time = new HastyClock() }.RunAsync("verify", "--json")).MustEndWith(7);

        Assert.Equal(0, (int)verified.Json["compared"]!);
    }

    [Fact]
    public async Task Verify_Stopped_CancelsItOnTheServer()
    {
        using var stop = new CancellationTokenSource();
        await using var fake = await FakeServer.StartAsync(async context =>
        {
            await FakeServer.AnswerJsonAsync(context, Verification("running", progress: 1));
            if (context.Request.Method == "GET")
            {
                await stop.CancelAsync();
            }
        });

        (await new Command { Server = fake.Address, Stop = stop.Token, Time = new HastyClock() }.RunAsync("verify")).MustEndWith(130);

        Assert.Equal($"POST /api/v1/verifications/{Id}/cancel", fake.Calls[^1]);
    }

    private static string Verification(string state, long? progress = null, long compared = 0, long differences = 0) => $$"""
        {"compared": {{compared}}, "differences": {{differences}}, "values": 0, "notCompared": 0, "notComparedByReason": {}, "damaged": 0, "id": "{{Id}}", "state": "{{state}}",
         "scheduled": false, "ofViews": [], "createdAt": "2026-11-20T12:00:00Z", "views": [],
         "progress": {{(progress is null ? "null" : $$"""{"done": {{progress}}, "total": 100000, "unit": "lookups", "ratePerSecond": 1, "fraction": 0.5, "remainingSeconds": 1, "updatedAt": "2026-11-20T12:00:00Z"}""")}} }
        """;
}
