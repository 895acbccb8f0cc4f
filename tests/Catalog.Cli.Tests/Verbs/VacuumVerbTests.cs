using Catalog.Cli.Tests.Testing;

namespace Catalog.Cli.Tests.Verbs;

public sealed class VacuumVerbTests
{
    private const string Files = """[{"path": "spend/v1/p0/a.parquet", "bytes": 1200, "since": "2026-11-20T12:00:00Z", "ageSeconds": 7200, "reason": "replaced"}]""";

    [Theory]
    [InlineData(true, "?dryRun=true", "can be deleted")]
    [InlineData(false, "", "deleted")]
    public async Task Vacuum_Files_AreListedWithBytesAgeAndReason(bool isDryRun, string query, string words)
    {
        var asked = string.Empty;
        await using var fake = await FakeServer.StartAsync(context =>
        {
            asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            return FakeServer.AnswerJsonAsync(context, Answer(isDryRun, Files));
        });

        var done = (await new Command { Server = fake.Address }.RunAsync([.. new[] { "vacuum" }, .. isDryRun ? new[] { "--dry-run" } : []])).MustSucceed();

        Assert.Equal("POST /api/v1/vacuum" + query, asked);
        Assert.Matches("spend/v1/p0/a.parquet +1,200 +2h +replaced", done.Output);
        Assert.EndsWith($"1 file, 1,200 bytes {words}.\n", done.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vacuum_NothingToDelete_SaysForHowLongFilesStay()
    {
        await using var fake = await FakeServer.StartAsync(context => FakeServer.AnswerJsonAsync(context, Answer(isDryRun: false, "[]")));

        var done = (await new Command { Server = fake.Address }.RunAsync("vacuum")).MustSucceed();

        Assert.Equal("There is no file that nobody has needed for 1h.\n", done.Output);
    }

    private static string Answer(bool isDryRun, string files)
        => $$"""{"at": "2026-11-20T14:00:00Z", "dryRun": {{(isDryRun ? "true" : "false")}}, "grace": "1h", "bytes": 1200, "files": {{files}}}""";
}
