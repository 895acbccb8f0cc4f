using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Training;

public sealed class TrainingSetTests(CatalogServer server) : ClientTest(server)
{
    private static readonly object[] Entities = [new { CustomerId = 1, EventTimestamp = First }, new { CustomerId = 3, EventTimestamp = Now }];

    [Fact]
    public async Task Files_OfEveryFormat_AreTakenAndWritten()
    {
        using var folder = new TemporaryDirectory();
        await using var job = await Client.GetHistoricalFeaturesAsync(Entities, PurchaseRow.Features, null, Token);
        var progress = new Seen<CatalogProgress>();
        foreach (var format in Enum.GetValues<DatasetFormat>())
        {
            await job.DownloadAsync(folder.File($"of 'ü'.{format}"), format, progress, Token);
        }

        Assert.Equal(["of 'ü'.Arrow", "of 'ü'.Csv", "of 'ü'.Parquet"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains(progress.All, seen => seen is { Unit: "bytes", Fraction: 1.0 } && seen.Done == new FileInfo(folder.File("of 'ü'.Parquet")).Length);
        var expected = await job.ReadRowsAsync<PurchaseRow>(Token).ToListAsync(Token);
        foreach (var name in new[] { "of 'ü'.Csv", "of 'ü'.Parquet" })
        {
            // What was written is an entity frame itself; its features are columns beside those asked for under their full names.
            await using var again = await Client.GetHistoricalFeaturesAsync(
                EntityFrame.FromFile(folder.File(name)), PurchaseRow.Features, new HistoricalFeaturesOptions { FullFeatureNames = true }, Token);
            Assert.Equal(Text(expected.Select(row => row.Points)), Text(await again.ReadRowsAsync(Token).Select(row => row["purchase__points"]).ToListAsync(Token)));
            Assert.Equal(name, again.Record.FrameName);
        }
    }

    [Fact]
    public async Task Download_ThatFails_LeavesTheFormerFile()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write("former.csv", "former");
        await using var job = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token);
        await job.WaitAsync(cancellationToken: Token);
        using var stopped = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.DownloadAsync(file, DatasetFormat.Csv, new Seen<CatalogProgress>(_ => stopped.Cancel()), stopped.Token));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => job.DownloadAsync(folder.File("nowhere/x.csv"), cancellationToken: Token));
        await Assert.ThrowsAsync<IOException>(() => job.DownloadAsync(folder.Path, cancellationToken: Token));

        Assert.Equal("former", await File.ReadAllTextAsync(Assert.Single(Directory.EnumerateFiles(folder.Path)), Token));
    }

    [Fact]
    public async Task Options_AreAllSentAndRecorded()
    {
        var name = NewName("options");
        var options = new HistoricalFeaturesOptions
        {
            Name = name, TimestampColumn = "asked", FullFeatureNames = true, AsKnownAt = First.AddDays(-9), Format = DatasetFormat.Csv,
        };
        using var client = new CatalogClient(Server.Address, new CatalogClientOptions { User = "ana" });
        await using (var job = await client.GetHistoricalFeaturesAsync([new { CustomerId = 1, Asked = Now }], ["purchase:points"], options, Token))
        {
            await job.WaitAsync(cancellationToken: Token);
        }

        var saved = await Client.GetSavedDatasetAsync(name, Token);
        var record = saved.Record;
        Assert.Equal((true, "asked", DatasetFormat.Csv, "ana"), (record.FullFeatureNames, record.TimestampColumn, record.Format, record.RequestedBy));
        Assert.Equal((First.AddDays(-9), DatasetState.Completed, 1L), (record.AsKnownAt, record.State, record.RowCount));
        // Nothing had arrived nine days before the first event.
        Assert.Null((await saved.ReadRowsAsync(Token).SingleAsync(Token))["purchase__points"]);
    }

    [Fact]
    public async Task AsKnownAtEntityTime_CountsOnlyWhatHadArrived()
    {
        // The events of the past were pushed just now, so nobody knew them then.
        object[] entities = [new { CustomerId = 1, EventTimestamp = Second }, new { CustomerId = 1, EventTimestamp = DateTimeOffset.UtcNow.AddSeconds(1) }];

        var rows = await ReadAsync(entities, ["purchase:points"], new HistoricalFeaturesOptions { AsKnownAtEntityTime = true });

        Assert.Equal([null, -(1L << 62)], rows.Select(row => row["points"]));
    }

    [Fact]
    public async Task Service_AndRequestValues_AreTaken()
    {
        var service = await ReadAsync([new { CustomerId = 1, EventTimestamp = Now }], "shop_v1");
        var computed = await ReadAsync([new { CustomerId = 1, EventTimestamp = Now, BasketAmount = 1.3 }], ["basket:basket_share"]);

        Assert.Equal(["", "plum, \"dried\"\nand salted"], service[0].Get<List<string?>>("last_products")!);
        Assert.Equal(0.5, computed[0].Get<double>("basket_share"), 6);
    }

    [Fact]
    public async Task Job_WithoutName_IsGoneWhenDisposed()
    {
        string name;
        await using (var job = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token))
        {
            name = job.Name;
            await job.WaitAsync(cancellationToken: Token);
            Assert.Equal(DatasetState.Completed, (await Client.GetSavedDatasetAsync(name, Token)).Record.State);
        }

        Assert.Equal("training-set-not-found", (await FailAsync(() => Client.GetSavedDatasetAsync(name, Token))).Code);
    }

    [Fact]
    public async Task SavedDataset_IsKeptListedReadRebuiltReplacedAndRemoved()
    {
        var options = new HistoricalFeaturesOptions { Name = NewName("kept") };
        var job = await Client.GetHistoricalFeaturesAsync(Entities, PurchaseRow.Features, options, Token);
        var progress = new Seen<CatalogProgress>();
        await job.WaitAsync(progress, Token);
        await job.DisposeAsync();
        Assert.Equal((2L, 2L), (progress.All[^1].Done, progress.All[^1].Total));

        var saved = await Client.GetSavedDatasetAsync(options.Name, Token);
        Assert.Equal((job.Id, "purchase", 2L), (saved.Id, saved.Record.Views[0].View, saved.Record.Views[0].Matched));
        Assert.Contains(options.Name, await Client.ListSavedDatasetsAsync(Token).Select(one => one.Name).ToListAsync(Token));
        var preview = await saved.PreviewAsync(1, Token);
        Assert.Equal(Text(await saved.ReadRowsAsync(Token).Take(1).ToListAsync(Token)), Text(preview.Rows));
        Assert.Equal(2, preview.TotalRows);

        var taken = await FailAsync(() => Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], options, Token));
        Assert.Equal(("training-set-exists", 409, CatalogErrorKind.Conflict), (taken.Code, taken.Status, taken.Kind));

        var rebuilt = await saved.RebuildAsync(cancellationToken: Token);
        Assert.Equal((true, options.Name), ((await rebuilt.WaitAsync(cancellationToken: Token)).Rebuild!.Identical, rebuilt.Record.RebuildOf));
        Assert.Equal(2, (await saved.GetManifestAsync(Token)).GetProperty("rowCount").GetInt64());
        await (await Client.GetSavedDatasetAsync(rebuilt.Name, Token)).DeleteAsync(Token);

        await using (var replaced = await Client.GetHistoricalFeaturesAsync(Entities[..1], ["purchase:points"], options with { Overwrite = true }, Token))
        {
            await replaced.WaitAsync(cancellationToken: Token);
        }

        Assert.Single(await saved.ReadRowsAsync(Token).ToListAsync(Token));
        await saved.DeleteAsync(Token);
        Assert.Equal(CatalogErrorKind.NotFound, (await FailAsync(() => saved.DeleteAsync(Token))).Kind);
    }

    [Fact]
    public async Task Rows_ThatTheServerMakes_AreThoseOfTheRange()
    {
        await using var keys = await Client.GetHistoricalFeaturesAsync(EntityFrame.OfAllKeys(First), ["purchase:points"], null, Token);
        await using var rows = await Client.GetHistoricalFeaturesAsync(EntityFrame.OfAllRows(First, Second, "purchase"), ["purchase:points"], null, Token);
        await using var all = await Client.GetHistoricalFeaturesAsync(EntityFrame.OfAllRows(Second), ["purchase:points"], null, Token);

        var known = await keys.ReadRowsAsync(Token).Where(row => row["customer_id"] is 1L or 3L).ToListAsync(Token);
        Assert.Equal([(1L, Beyond53Bits), (3L, 5L)], known.Select(row => (row.Get<long>("customer_id"), row.Get<long>("points"))));
        Assert.Equal([First, First], await rows.ReadRowsAsync(Token).Where(row => row["customer_id"] is 1L or 3L).Select(row => row.Get<DateTimeOffset>("event_timestamp")).ToListAsync(Token));
        Assert.Contains(await all.ReadRowsAsync(Token).ToListAsync(Token), row => Equals(row["points"], -(1L << 62)));
        Assert.Equal((First, "purchase", Second), (keys.Record.Range!.AsOf, rows.Record.Range!.View, rows.Record.Range.End));
    }

    [Fact]
    public async Task List_ReadsAllPages()
    {
        var jobs = new List<RetrievalJob>();
        for (var i = 0; i < 101; i++)
        {
            jobs.Add(await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token));
        }

        var names = await Client.ListSavedDatasetsAsync(Token).Select(saved => saved.Name).ToListAsync(Token);

        Assert.Empty(jobs.Select(job => job.Name).Except(names));
        foreach (var job in jobs)
        {
            await job.DisposeAsync();
        }
    }

    [Fact]
    public async Task Splits_DivideTheRows_AndMayBeEmpty()
    {
        var entities = Enumerable.Range(0, 300).Select(i => new { CustomerId = i % 20, EventTimestamp = Now.AddMinutes(-i), Number = i }).ToList();
        var byKey = new HistoricalFeaturesOptions { Splits = SplitOptions.ByRatio(("train", 0.7), ("test", 0.3)) with { By = ["customer_id"], Seed = 5 } };
        var byTime = new HistoricalFeaturesOptions { Splits = SplitOptions.ByTime("rest", ("none", Now.AddDays(-1)), ("old", Now.AddMinutes(-99))) };
        await using var keyed = await Client.GetHistoricalFeaturesAsync(entities, ["purchase:points"], byKey, Token);
        await using var timed = await Client.GetHistoricalFeaturesAsync(entities, ["purchase:points"], byTime, Token);

        var train = await keyed.Split("train").ReadRowsAsync(Token).ToListAsync(Token);
        var test = await keyed.Split("test").ReadRowsAsync(Token).ToListAsync(Token);
        Assert.Equal(300, train.Count + test.Count);
        Assert.Empty(train.Select(row => row["customer_id"]).Intersect(test.Select(row => row["customer_id"])));
        Assert.Equal(["train", "test"], keyed.Record.Splits!.Parts.Select(part => part.Name));
        Assert.Empty(await timed.Split("none").ReadRowsAsync<PointsRow>(Token).ToListAsync(Token));
        Assert.Equal((200, 100), (await timed.Split("old").ReadRowsAsync(Token).CountAsync(Token), await timed.Split("rest").ReadRowsAsync(Token).CountAsync(Token)));
        Assert.Contains("'no'", (await FailAsync(async () => await timed.Split("no").ReadRowsAsync(Token).CountAsync(Token))).Detail, StringComparison.Ordinal);
    }

    private sealed record PointsRow(long? Points);
}
