using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Training;

public sealed class TrainingSetErrorTests(CatalogServer server) : ClientTest(server)
{
    private static readonly object[] Entities = [new { CustomerId = 1, EventTimestamp = Now }];

    [Fact]
    public async Task Request_WithSeveralErrors_TellsAll()
    {
        var failure = await FailAsync(() => Client.GetHistoricalFeaturesAsync([new { X = 1 }], ["purchase:nothing", "nowhere:x"], null, Token));

        Assert.Equal(["feature-not-found", "feature-view-not-found", "invalid-entity-frame"], failure.Findings.Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal));
        Assert.Contains("Feature 'nothing' not found", failure.Message, StringComparison.Ordinal);
        Assert.Contains($", status {failure.Status}]", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public async Task Service_ThatIsNotThere_IsNotFound()
    {
        var failure = await FailAsync(() => Client.GetHistoricalFeaturesAsync(Entities, "nothing", null, Token));

        Assert.Equal(("feature-service-not-found", 404, CatalogErrorKind.NotFound), (failure.Code, failure.Status, failure.Kind));
    }

    [Fact]
    public async Task Value_ThatIsWrong_FailsTheRun_AndSaysWhere()
    {
        await using var job = await Client.GetHistoricalFeaturesAsync([new { CustomerId = "seven", EventTimestamp = Now }], ["purchase:points"], null, Token);

        var failure = await FailAsync(async () => await job.ReadRowsAsync(Token).CountAsync(Token));

        Assert.Equal(("invalid-entity-frame", CatalogErrorKind.RunFailed, job.Id), (failure.Code, failure.Kind, failure.RunId));
        Assert.Contains("in row 1, column 'customer_id', the value 'seven'", failure.Detail, StringComparison.Ordinal);
        var early = await FailAsync(async () => await (await Client.GetSavedDatasetAsync(job.Id.ToString(), Token)).ReadRowsAsync(Token).CountAsync(Token));
        Assert.Equal("training-set-not-complete", early.Code);
        Assert.Equal("run-ended", (await FailAsync(() => job.CancelAsync(Token))).Code);
    }

    [Fact]
    public async Task Frames_ThatCannotBeSent_AreRefusedHere()
    {
        using var folder = new TemporaryDirectory();

        await RefuseAsync("The entity frame has no rows", []);
        await RefuseAsync("Row 2 is null", [Entities[0], null!]);
        await RefuseAsync("Row 1 is of the type 'int'", [7]);
        await RefuseAsync("Row 1, column 'x', holds a value of the type 'Uri'", [new { X = new Uri("http://x") }]);
        await RefuseAsync("Row 2, column 'x', is NaN", [new { X = 1.0 }, new { X = double.NaN }]);
        Assert.Throws<FileNotFoundException>(() => EntityFrame.FromFile("nowhere.csv"));
        Assert.Contains(".parquet", Assert.Throws<ArgumentException>(() => EntityFrame.FromFile(folder.Write("x.txt", "x"))).Message, StringComparison.Ordinal);
        Assert.Contains("give references as a list", Assert.Throws<ArgumentException>(() => (FeatureSelection)"purchase:points").Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => (FeatureSelection)[]);
    }

    [Fact]
    public async Task Rows_WhoseSourceFails_FailAsTheSourceDoes()
    {
        var failure = await Assert.ThrowsAsync<IOException>(
            () => Client.GetHistoricalFeaturesAsync(Entities.Concat(Enumerable.Range(0, 1).Select<int, object>(_ => throw new IOException("The disk is gone."))), ["purchase:points"], null, Token));

        Assert.Equal("The disk is gone.", failure.Message);
    }

    private async Task RefuseAsync(string words, object[] rows)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetHistoricalFeaturesAsync(rows, ["purchase:points"], null, Token));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }
}
