using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

public sealed class TrainingSetEngineTests
{
    [Fact]
    public async Task JoinAsync_FeaturesOfEveryType_ComeBackBitForBit()
    {
        using var fixture = new JoinFixture();
        var random = new Random(5);
        var view = TestStore.View([JoinFixture.Int64], RandomValues.Types);
        FeatureRow[] rows =
        [
            .. Enumerable.Range(0, 500).Select(i => new FeatureRow(
                [Value.Of((long)i)], new Instant(i), new Instant(i), i, [.. RandomValues.Types.Select(type => RandomValues.Next(random, type))])),
        ];
        var snapshot = await fixture.WriteAsync(view, rows);

        var result = await fixture.JoinAsync(await fixture.FrameAsync(rows.Select(static (_, i) => ((long)i, 1_000L))), (view, snapshot));

        var read = await fixture.ReadOutputAsync();
        Assert.All(rows, (row, i) => Assert.Equal(row.Values, read[i][2..]));
        Assert.Equal(RandomValues.Types, result.Columns.Skip(2).Select(static column => column.Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JoinAsync_VeryManyFeatures_ComeBackBitForBit(bool isSorted)
    {
        using var fixture = new JoinFixture();
        var random = new Random(6);
        DataType[] types = [.. Enumerable.Range(0, 300).Select(i => RandomValues.Types[random.Next(RandomValues.Types.Length)])];
        var view = TestStore.View([JoinFixture.Int64], types);
        FeatureRow[] rows =
        [
            .. Enumerable.Range(0, 200).Select(i => new FeatureRow(
                [Value.Of((long)i)], new Instant(i), new Instant(i), i, [.. types.Select(type => RandomValues.Next(random, type))])),
        ];
        var snapshot = await fixture.WriteAsync(view, rows[..150], rows[150..]);
        snapshot = isSorted ? await fixture.MergeAsync(view, snapshot, 2) : snapshot;

        // The last row of the frame has a key that is unknown, the one before comes too early.
        await fixture.JoinAsync(await fixture.FrameAsync([.. rows.Select(static (_, i) => ((long)i, 1_000L)), (199, 3), (1_000, 1_000)]), (view, snapshot));

        var read = await fixture.ReadOutputAsync();
        Assert.All(rows, (row, i) => Assert.Equal(row.Values, read[i][2..]));
        Assert.All(read[200..], static row => Assert.All(row[2..], static value => Assert.True(value.IsNull)));
        Assert.Equal(202, read.Count);
    }

    [Fact]
    public async Task JoinAsync_HugeText_ComesBackWhole()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64], [JoinFixture.Text]);
        var text = new string('w', 10_000_000);
        var snapshot = await fixture.WriteAsync(view, [new FeatureRow([Value.Of(1L)], new Instant(0), new Instant(0), 0, [Value.Of(text)])]);

        await fixture.JoinAsync(await fixture.FrameAsync((1, 1)), (view, snapshot));

        Assert.Equal([Value.Of(text)], await fixture.ReadLastColumnAsync());
    }

    [Fact]
    public async Task JoinAsync_ToCsv_WritesEveryTypeForPeopleAndPrograms()
    {
        using var fixture = new JoinFixture { Output = "out.csv" };
        DataType[] types =
        [
            new(ScalarType.Bool), new(ScalarType.Double), new(ScalarType.String), new(ScalarType.String), new(ScalarType.Bytes), new(ScalarType.Timestamp),
            new(ScalarType.Timestamp), new(ScalarType.Int64, IsList: true), new(ScalarType.Timestamp, IsList: true),
        ];
        var view = TestStore.View([JoinFixture.Int64], types);
        Value[] values =
        [
            Value.Of(true), Value.Of(0.1), Value.Of("a,\"b\"\nc"), Value.Of(string.Empty), Value.Of("hi"u8.ToArray()), Value.Of(new Instant(1_000_000)),
            Value.Of(new Instant(-1)), Value.OfList(ScalarType.Int64, [Value.Of(1L), Value.Null]), Value.OfList(ScalarType.Timestamp, [Value.Of(new Instant(0))]),
        ];
        var snapshot = await fixture.WriteAsync(view, [new FeatureRow([Value.Of(1L)], new Instant(0), new Instant(0), 0, values)]);

        await fixture.JoinAsync(await fixture.FrameAsync("k0,t,note\n1,2020-01-01,\n2,2020-01-01T00:00:00.5Z,x\n"), (view, snapshot));

        Assert.Equal(
            "k0,t,note,f0,f1,f2,f3,f4,f5,f6,f7,f8\n" +
            "1,2020-01-01T00:00:00Z,,true,0.1,\"a,\"\"b\"\"\nc\",\"\",aGk=,1970-01-01T00:00:01Z,1969-12-31T23:59:59.999999Z,\"[1,null]\",\"[\"\"1970-01-01T00:00:00Z\"\"]\"\n" +
            "2,2020-01-01T00:00:00.500Z,x,,,,,,,,,\n",
            await File.ReadAllTextAsync(fixture.Store.Directory.File(fixture.Output), TestStore.Token));
    }

    [Fact]
    public async Task JoinAsync_SomeFeaturesUnderOtherNames_TakesThoseInThatOrder()
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64], [JoinFixture.Int64, JoinFixture.Int64, JoinFixture.Int64]);
        var snapshot = await fixture.WriteAsync(view,
            [new FeatureRow([Value.Of(1L)], new Instant(0), new Instant(0), 0, [Value.Of(10L), Value.Of(11L), Value.Of(12L)])]);
        var request = fixture.Request(await fixture.FrameAsync((1, 1)));

        var result = await fixture.JoinAsync(request with { Views = [new TrainingJoinView(view, snapshot, [(2, "third \"one\""), (0, "first")], ["k0"])] });

        Assert.Equal(["k0", "t", "third \"one\"", "first"], result.Columns.Select(static column => column.Name));
        Assert.Equal([Value.Of(12L), Value.Of(10L)], (await fixture.ReadOutputAsync())[0][2..]);
    }

    [Theory]
    [InlineData(NullPolicy.Newest)]
    [InlineData(NullPolicy.NewestNonNull)]
    public async Task JoinAsync_ViewWithoutFiles_GivesNullsOfItsTypes(NullPolicy policy)
    {
        using var fixture = new JoinFixture();
        var view = TestStore.View([JoinFixture.Int64], RandomValues.Types) with { NullPolicy = policy };
        var file = await fixture.Store.WriteAsync(view, []);

        var result = await fixture.JoinAsync(await fixture.FrameAsync((1, 1)), (view, new OfflineSnapshot(view.Id, 1, [file])));

        Assert.All((await fixture.ReadOutputAsync())[0][2..], static value => Assert.True(value.IsNull));
        Assert.Equal(RandomValues.Types, (await fixture.Store.Tables.GetColumnsAsync(fixture.Store.Directory.File(fixture.Output), TestStore.Token))
            .Skip(2).Select(static column => column.Type));
        Assert.Equal([0], result.Matched);
    }

    [Fact]
    public async Task JoinAsync_RecordedFileThatIsGone_IsDataLoss()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 1, 0)]);
        await fixture.Store.Files.DeleteAsync(snapshot.Files[0].Path, TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(
            async () => await fixture.JoinAsync(await fixture.FrameAsync((1, 1)), (JoinFixture.View, snapshot)));

        Assert.Equal(FeatureStoreErrorCode.CorruptData, exception.ErrorCode);
        Assert.Contains(snapshot.Files[0].Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_DamagedOfflineFile_NamesItAndLeavesNoOutput()
    {
        using var fixture = new JoinFixture();
        var snapshot = await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 1, 0)]);
        await File.WriteAllTextAsync(fixture.Store.FullPath(snapshot.Files[0]), "PAR1 damaged PAR1", TestStore.Token);

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(
            async () => await fixture.JoinAsync(await fixture.FrameAsync((1, 1)), (JoinFixture.View, snapshot)));

        Assert.Equal(FeatureStoreErrorCode.OfflineEngineFailed, exception.ErrorCode);
        Assert.Empty(Directory.GetFiles(fixture.Store.Directory.Path, "out*"));
    }

    [Theory]
    [InlineData("out.xlsx")]
    [InlineData("out")]
    public async Task JoinAsync_OutputOfAnUnknownKind_SaysWhatIsKnown(string output)
    {
        using var fixture = new JoinFixture { Output = output };

        var exception = await Assert.ThrowsAsync<FeatureStoreException>(async () => await fixture.JoinAsync(await fixture.FrameAsync((1, 1))));

        Assert.Equal(FeatureStoreErrorCode.InvalidRequest, exception.ErrorCode);
        Assert.Contains(".parquet", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_Progress_GrowsToTheTotal()
    {
        using var fixture = new JoinFixture(entityRowsPerSlice: 100);
        FeatureRow[] rows = [.. Enumerable.Range(0, 1_000).Select(static i => JoinFixture.Row(i % 10, i, i, i))];
        var other = JoinFixture.View with { Name = "other" };
        var request = fixture.Request(
            await fixture.FrameAsync(Enumerable.Range(0, 450).Select(static i => ((long)i % 10, (long)i))),
            (JoinFixture.View, await fixture.WriteAsync(JoinFixture.View, rows)));
        request = request with { Views = [request.Views[0], request.Views[0] with { View = other, Features = [(0, "other")] }] };
        var reports = new RecordingProgress();

        await fixture.Engine.JoinAsync(request, reports, TestStore.Token);

        Assert.Equal(new TrainingJoinProgress("writing the training set", 450, 450), reports.Reports[^1]);
        Assert.Contains(reports.Reports, static report => report is { Phase: "joining other", Done: > 225 and < 450 });
        Assert.Equal(reports.Reports.Select(static report => report.Done).Order(), reports.Reports.Select(static report => report.Done));
    }

    [Fact]
    public async Task JoinAsync_CancelledOnTheWay_LeavesNothing()
    {
        using var fixture = new JoinFixture(entityRowsPerSlice: 10);
        using var source = new CancellationTokenSource();
        var request = fixture.Request(
            await fixture.FrameAsync(Enumerable.Range(0, 100).Select(static i => ((long)i, (long)i))),
            (JoinFixture.View, await fixture.WriteAsync(JoinFixture.View, [JoinFixture.Row(1, 0, 1, 0)])));
        var cancelling = new RecordingProgress { OnReport = report => CancelHalfWay(report, source) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Engine.JoinAsync(request, cancelling, source.Token));

        Assert.Empty(Directory.GetFiles(fixture.Store.Directory.Path, "out*"));
    }

    [Fact]
    public async Task JoinAsync_TwoAtTheSameTime_DoNotMeet()
    {
        using var fixture = new JoinFixture();
        FeatureRow[] rows = [.. Enumerable.Range(0, 5_000).Select(static i => JoinFixture.Row(i % 100, i, i, i))];
        var snapshot = await fixture.WriteAsync(JoinFixture.View, rows);
        var frame = await fixture.FrameAsync(Enumerable.Range(0, 2_000).Select(static i => ((long)i % 100, (long)i * 3)));
        var request = fixture.Request(frame, (JoinFixture.View, snapshot));
        await fixture.JoinAsync(request);
        var expected = await fixture.ReadLastColumnAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => fixture.JoinAsync(request with { OutputPath = fixture.Store.Directory.File($"out{i}.parquet") })));

        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(expected, (await fixture.Store.ReadAsync(fixture.Store.Directory.File($"out{i}.parquet"))).Select(static row => row[^1]));
        }
    }

    private static void CancelHalfWay(TrainingJoinProgress report, CancellationTokenSource source)
    {
        if (report.Done >= 50)
        {
            source.Cancel();
        }
    }

    private sealed class RecordingProgress : IProgress<TrainingJoinProgress>
    {
        public List<TrainingJoinProgress> Reports { get; } = [];

        public Action<TrainingJoinProgress> OnReport { get; init; } = static _ => { };

        public void Report(TrainingJoinProgress value)
        {
            Reports.Add(value);
            OnReport(value);
        }
    }
}
