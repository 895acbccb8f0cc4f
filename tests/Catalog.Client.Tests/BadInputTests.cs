using System.Collections;
using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests;

/// <summary>What a caller gets wrong is told in words: what was given, and what would be right.</summary>
public sealed class BadInputTests(CatalogServer server) : ClientTest(server)
{
    private static readonly object[] Entities = [new { CustomerId = 1, EventTimestamp = Now }];

    public static TheoryData<CatalogClientOptions, string> Options => new()
    {
        { new CatalogClientOptions { Timeout = TimeSpan.Zero }, "CatalogClientOptions.Timeout is '00:00:00'; it must be above 0" },
        { new CatalogClientOptions { Timeout = TimeSpan.MaxValue }, "CatalogClientOptions.Timeout is '10675199.02:48:05.4775807'; it must be above 0 and at most 24 days" },
        { new CatalogClientOptions { Patience = TimeSpan.FromSeconds(-1) }, "CatalogClientOptions.Patience is '-00:00:01'; it must be from 0" },
        { new CatalogClientOptions { Retries = -1 }, "CatalogClientOptions.Retries is '-1'; it must be 0, for never, or more" },
        { new CatalogClientOptions { Time = null! }, "CatalogClientOptions.Time is null" },
        { new CatalogClientOptions { User = null! }, "CatalogClientOptions.User is null" },
    };

    [Theory]
    [MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Client_OptionsOutsideTheirRange_AreRefused(CatalogClientOptions options, string words)
    {
        using var http = new HttpClient { BaseAddress = Server.Address };

        Assert.StartsWith(words, Assert.Throws<ArgumentException>(() => new CatalogClient(Server.Address, options)).Message, StringComparison.Ordinal);
        Assert.StartsWith(words, Assert.Throws<ArgumentException>(() => new CatalogClient(http, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_OfTypedDictionaries_AreRowsLikeAnyOther()
    {
        Hashtable untyped = new() { ["customer_id"] = 1, ["event_timestamp"] = Now };
        object[] rows = [new Dictionary<string, string> { ["customer_id"] = "1", ["event_timestamp"] = "2100-01-01" }, untyped];

        var read = await ReadAsync(rows, ["purchase:points"]);
        var online = await Client.GetOnlineFeaturesAsync(["purchase:points"], [new Dictionary<string, long> { ["customer_id"] = 1 }], cancellationToken: Token);

        Assert.Equal([-(1L << 62), -(1L << 62)], read.Select(static row => row["points"]));
        Assert.Equal(-(1L << 62), online["points"].Values[0]);
    }

    [Fact]
    public async Task Rows_ThatCannotBeRead_SayWhichAndWhy()
    {
        await RefuseAsync("Row 1 has a column named '7'; names of columns must be text.", [new Dictionary<int, int> { [7] = 1 }]);
        await RefuseAsync("Row 2, column 'customer_id', cannot be read: It broke.", [Entities[0], new Broken()]);
        await RefuseAsync("Row 1, column 'note', holds text that is no Unicode: it has half of a surrogate pair.", [new { CustomerId = 1, EventTimestamp = Now, Note = "a\ud800b" }]);
        await RefuseAsync("Row 1, column 'note', holds text that is no Unicode: it has half of a surrogate pair.", [new { CustomerId = 1, EventTimestamp = Now, Note = "😀\udc00" }]);
        List<object> endless = [];
        endless.Add(endless);
        await RefuseAsync("Row 1, column 'list', holds lists within lists, 16 deep and more", [new { CustomerId = 1, EventTimestamp = Now, List = endless }]);
        Assert.Equal("😀", Assert.Single(await ReadAsync([new { CustomerId = 1, EventTimestamp = Now, Note = "😀" }], ["purchase:points"]))["note"]);
    }

    [Fact]
    public async Task Formats_AndPartsThatAreNone_AreRefusedHere()
    {
        await using var job = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token);
        using var folder = new TemporaryDirectory();

        var asked = await Assert.ThrowsAsync<ArgumentException>(
            () => Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], new HistoricalFeaturesOptions { Format = (DatasetFormat)7 }, Token));
        Assert.Equal("The format is '7'; it must be Parquet, Csv or Arrow.", asked.Message);
        var nameless = await Assert.ThrowsAsync<ArgumentException>(
            () => Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], new HistoricalFeaturesOptions { Overwrite = true }, Token));
        Assert.StartsWith("Overwrite is set without a Name", nameless.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => job.DownloadAsync(Path.Combine(folder.Path, "x"), (DatasetFormat)7, cancellationToken: Token));
        Assert.ThrowsAny<ArgumentException>(() => job.Split(null!));
        Assert.ThrowsAny<ArgumentException>(() => job.Split(string.Empty));
        Assert.Equal(
            "The ratio of the part 'b' is NaN; it must be a number above 0 and below 1.", Assert.Throws<ArgumentException>(() => SplitOptions.ByRatio(("a", 0.5), ("b", double.NaN))).Message);
        Assert.Throws<ArgumentNullException>(() => SplitOptions.ByRatio(("a", 0.5), ("b", 0.5)) with { By = null! });
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Name_ThatIsAFolderToAnAddress_IsRefusedHere(string name)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetSavedDatasetAsync(name, Token));

        Assert.StartsWith($"'{name}' is no name; to an address it means a folder.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Download_ToADevice_WritesItAndLeavesItThere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no devices in folders.");
        await using var job = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token);
        using var folder = new TemporaryDirectory();
        var link = Path.Combine(folder.Path, "link.csv");
        File.CreateSymbolicLink(link, Path.Combine(folder.Path, "linked.csv"));

        await job.DownloadAsync("/dev/null", DatasetFormat.Csv, cancellationToken: Token);
        await job.DownloadAsync(link, DatasetFormat.Csv, cancellationToken: Token);

        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(folder.Path, "linked.csv"), Token)).Length);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Frame_AsAnArrowStream_IsReadLikeAnyOther()
    {
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, "entities.arrows");
        await using (var made = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], new HistoricalFeaturesOptions { FullFeatureNames = true }, Token))
        {
            await made.DownloadAsync(path, DatasetFormat.Arrow, cancellationToken: Token);
        }

        await using var job = await Client.GetHistoricalFeaturesAsync(EntityFrame.FromFile(path), ["purchase:points"], null, Token);

        var row = Assert.Single(await job.ReadRowsAsync(Token).ToListAsync(Token));
        Assert.Equal([1L, Now, -(1L << 62), -(1L << 62)], row.Values);
    }

    [Fact]
    public async Task Job_WithoutAName_IsKeptForADayWhereItsClientIsKilled()
    {
        await using var job = await Client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token);
        var record = await job.WaitAsync(cancellationToken: Token);

        Assert.StartsWith("temporary-", record.Name, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(1), record.KeptUntil - record.EndedAt);
        Assert.Equal(0, record.ErasedRows);
    }

    [Fact]
    public async Task Push_OptionsThatNoRequestCarries_AreRefusedHere()
    {
        foreach (var key in new[] { string.Empty, "a\nb", "schlüssel", new string('k', 201) })
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.PushAsync("purchases", Entities, new PushOptions { IdempotencyKey = key }, Token));
            Assert.Equal($"PushOptions.IdempotencyKey is '{key}'; it must have 1 to 200 visible ASCII characters. Leave it out for a new one.", refused.Message);
        }

        var target = await Assert.ThrowsAsync<ArgumentException>(() => Client.PushAsync("purchases", Entities, new PushOptions { To = (PushTarget)9 }, Token));
        Assert.Equal("PushOptions.To is '9'; it must be OnlineAndOffline, Online or Offline.", target.Message);
    }

    [Fact]
    public async Task Row_WithAColumnTwice_IsRefusedWithItsName()
    {
        KeyValuePair<string, object?>[] twice = [KeyValuePair.Create<string, object?>("customer_id", 1), KeyValuePair.Create<string, object?>("customer_id", 2)];

        var online = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetOnlineFeaturesAsync(["purchase:points"], [twice], cancellationToken: Token));
        var pushed = await Assert.ThrowsAsync<ArgumentException>(() => Client.PushAsync("purchases", [twice], new PushOptions { To = PushTarget.Online }, Token));

        Assert.Equal("Row 1 of the entities has the column 'customer_id' twice; leave one of them out.", online.Message);
        Assert.Equal("Row 1 of the piece has the column 'customer_id' twice; leave one of them out.", pushed.Message);
    }

    [Fact]
    public async Task Client_ThatIsDisposed_RefusesEveryCall()
    {
        var client = new CatalogClient(Server.Address);
        client.Dispose();

        var upload = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetHistoricalFeaturesAsync(Entities, ["purchase:points"], null, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetOnlineFeaturesAsync(["purchase:points"], Entities, cancellationToken: Token));

        Assert.Equal("Catalog.Client.CatalogClient", upload.ObjectName);
    }

    private async Task RefuseAsync(string words, object[] rows)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetHistoricalFeaturesAsync(rows, ["purchase:points"], null, Token));
        Assert.StartsWith(words, refused.Message, StringComparison.Ordinal);
    }

    private sealed class Broken
    {
        public static int Ignored => 1;

        public int CustomerId => Now.Year > 0 ? throw new InvalidOperationException("It broke.") : 0;
    }
}
