using System.Text;
using Catalog.Core.Events;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

public sealed class TrainingSetServiceTests : IAsyncLifetime
{
    private readonly TrainingSetFixture _sets = new();

    private static CancellationToken Token => TrainingSetFixture.Token;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sets.DisposeAsync();

    [Fact]
    public async Task CreateAsync_ValidRequest_BuildsItAndKeepsWhatWasAsked()
    {
        await _sets.StartAsync();
        var file = new OfflineFile
        {
            Path = "a", Partition = 0, FirstSequence = 0, EndSequence = 5, RowCount = 5, ByteCount = 1, MinEventTime = default, MaxEventTime = default,
        };
        await _sets.Manifest.CommitAsync(TrainingSetFixture.Profile.Id, file, 0, Token);

        var created = await _sets.CreateAsync("set", overwrite: false, "profile:spend", "profile:country");
        var set = await _sets.EndOfAsync(created.Id);

        Assert.Equal(TrainingSetState.Queued, created.State);
        Assert.Equal((TrainingSetState.Completed, 2L, 5L, "labels.csv"), (set!.State, set.RowCount, set.ByteCount, set.Definition.FrameName));
        Assert.Equal([new TrainingSetView("profile", 1, 1, 1)], set.Views);
        Assert.Equal(["customer_id", "event_timestamp", "label", "spend", "country"], set.Columns.Select(static column => column.Name));
        Assert.Equal([TrainingSetFixture.Profile.Id], _sets.Barrier.Flushed);
        var join = Assert.Single(_sets.Engine.Joins);
        Assert.Equal(created.CreatedAt, join.AsKnownAt);
        Assert.Equal([file], join.Views[0].Snapshot.Files);
        Assert.Equal([(1, "spend"), (0, "country")], join.Views[0].Features);
        Assert.Equal(
            ["frame.csv", "manifest.json", "result.parquet"], Directory.GetFiles(Path.GetDirectoryName(join.OutputPath)!).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task CreateAsync_Run_TellsTheJournalWhereEachColumnComesFrom()
    {
        await _sets.StartAsync();

        var created = await _sets.CreateAsync();
        await _sets.EndOfAsync(created.Id);

        var run = Assert.Single(_sets.Journal.Runs);
        Assert.Equal((created.Id, RunKind.TrainingSet, "training-set.set", "d"), (run.Id, run.Start.Kind, run.Start.Job, run.Start.Domain));
        Assert.Equal([("file", "labels.csv"), ("catalog", "view/profile")], run.Start.Inputs.Select(static input => (input.Namespace, input.Name)));
        Assert.Equal("complete", run.End);
        var output = Assert.Single(run.Outcome!.Outputs);
        Assert.Equal(("training-set/set", 2), (output.Name, output.RowCount));
        Assert.Equal(
            [("spend", "spend", false), ("spend", "customer_id", true)],
            output.Origins.Select(static origin => (origin.Column, origin.InputColumn, origin.Indirect)));
        Assert.Equal(1, run.Outcome.Figures["matched.profile"]);
    }

    [Fact]
    public async Task CreateAsync_OfAService_NamesTheServiceAndWhatWasRead()
    {
        _sets.Registry.Apply("svc", new FeatureProjection("profile", ["spend"], "payer", new Dictionary<string, string>()), new FeatureProjection("profile", ["spend"], null, new Dictionary<string, string>()));
        await _sets.StartAsync();

        using var frame = await _sets.FrameAsync("time,customer_id");
        var created = await _sets.Service.CreateAsync(
            TrainingSetFixture.Request() with { Definition = new TrainingSetDefinition { TimestampColumn = "time", FeatureService = "svc", FullFeatureNames = true } }, frame, Token);
        await _sets.EndOfAsync(created.Id);

        var run = Assert.Single(_sets.Journal.Runs);
        Assert.Equal(["service/svc", "view/profile"], run.Start.Inputs.Skip(1).Select(static input => input.Name));
        Assert.Equal(
            [("payer__spend", "service/svc", "payer__spend"), ("payer__spend", "view/profile", "spend"), ("profile__spend", "service/svc", "profile__spend"), ("profile__spend", "view/profile", "spend")],
            Assert.Single(run.Outcome!.Outputs).Origins.Where(static origin => !origin.Indirect).Select(static origin => (origin.Column, origin.Input.Name, origin.InputColumn)));
    }

    [Fact]
    public void Outline_Definition_TellsKeysOnceAndFeaturesInOrder()
    {
        var outline = _sets.Service.Outline(TrainingSetFixture.Request(null, overwrite: false, "pair:visits", "profile:spend", "no_such:x").Definition with { FullFeatureNames = true });

        Assert.Equal(["customer_id", "shop_id"], outline.Keys.Select(static key => key.Column));
        Assert.Equal([("pair__visits", "pair"), ("profile__spend", "profile")], outline.Features.Select(static feature => (feature.Column, feature.View)));
    }

    [Fact]
    public async Task CreateAsync_OnDemandFeature_ReadsWhatItNeedsAndTellsWhereItComesFrom()
    {
        _sets.Registry.Apply(TrainingSetFixture.Check);
        _sets.Engine.Gate.TrySetResult();
        await _sets.StartAsync();
        using var frame = await _sets.FrameAsync("customer_id,event_timestamp,basket");
        var set = await _sets.Service.CreateAsync(TrainingSetFixture.Request("set", overwrite: false, "check:ratio"), frame, Token);

        var ended = await _sets.EndOfAsync(set.Id);

        Assert.Equal(["customer_id", "event_timestamp", "basket", "ratio"], ended!.Columns.Select(static column => column.Name));
        var join = Assert.Single(_sets.Engine.Joins);
        Assert.Equal([(1, null)], Assert.Single(join.Views).Features);
        Assert.Equal([(0, null, 0, 0), (1, "basket", -1, -1)], Assert.Single(join.OnDemand).Inputs.Select(static input => (input.Place, input.FrameColumn, input.View, input.Feature)));
        var run = Assert.Single(_sets.Journal.Runs);
        Assert.Equal(["labels.csv", "view/profile", "on-demand-view/check"], run.Start.Inputs.Select(static input => input.Name));
        Assert.Equal(
            [("ratio", "on-demand-view/check", "ratio"), ("ratio", "view/profile", "spend"), ("ratio", "labels.csv", "basket")],
            Assert.Single(run.Outcome!.Outputs).Origins.Where(static origin => !origin.Indirect).Select(static origin => (origin.Column, origin.Input.Name, origin.InputColumn)));
    }

    [Fact]
    public void Outline_OnDemandFeature_TellsItsKeysAndRequestValues()
    {
        _sets.Registry.Apply(TrainingSetFixture.Check);

        var outline = _sets.Service.Outline(TrainingSetFixture.Request(null, overwrite: false, "check:ratio", "pair:visits").Definition);

        Assert.Equal(["customer_id", "shop_id"], outline.Keys.Select(static key => key.Column));
        Assert.Equal([new TrainingSetRequestValue("basket", new DataType(ScalarType.Double), "check")], outline.Requests);
        Assert.Equal([("visits", "pair", false), ("ratio", "check", true)], outline.Features.Select(static feature => (feature.Column, feature.View, feature.IsOnDemand)));
    }

    [Fact]
    public async Task CreateAsync_EverythingWrong_ReportsItAllAndLeavesNothing()
    {
        using (var frame = await _sets.FrameAsync("time,SPEND"))
        {
            var request = TrainingSetFixture.Request("Not a name", overwrite: false, "profile:spend", "profil:country", "pair:visits", "pair:x");

            var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(request, frame, Token));

            Assert.Equal(
                [
                    "invalid-request", "feature-view-not-found", "feature-not-found", "invalid-entity-frame", "invalid-entity-frame", "invalid-entity-frame",
                    "invalid-entity-frame", "feature-name-collision",
                ],
                error.Parts.Select(static part => part.Code));
            var columns = (await _sets.Service.GetFrameColumnsAsync(frame, Token)).Select(static column => column.Name).ToList();
            Assert.Equal(error.Parts.Select(static part => part.Message), _sets.Service.Validate(request, columns).Select(static finding => finding.Error.Message));
        }

        Assert.Empty(_sets.Folders);
        Assert.Empty(await _sets.Service.ListAsync(null, 10, Token));
    }

    [Fact]
    public void Validate_EverythingWrong_NamesTheFields()
    {
        var request = TrainingSetFixture.Request("new", overwrite: false, "profile:spend", "profil:country", "pair:visits");

        Assert.Equal(
            [TrainingSetField.Name, TrainingSetField.Features],
            _sets.Service.Validate(request, null).Select(static finding => finding.Field));
        Assert.Equal(
            [
                TrainingSetField.Name, TrainingSetField.Features, TrainingSetField.TimestampColumn, TrainingSetField.Frame, TrainingSetField.Frame, TrainingSetField.Frame,
                TrainingSetField.Features,
            ],
            _sets.Service.Validate(request, ["time", "SPEND"]).Select(static finding => finding.Field));
    }

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, "invalid-request: 'requestedBy' has 1001 characters and begins with 'wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww'. It is kept for ever; give at most 1000.")]
    public async Task CreateAsync_LongNameOfWhoAsks_IsRefused(int length, string? expected)
    {
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request() with { RequestedBy = new string('w', length) };

        var error = await Record.ExceptionAsync(() => _sets.Service.CreateAsync(request, frame, Token)) as FeatureStoreException;

        Assert.Equal(expected, error is null ? null : $"{error.Code}: {error.Message}");
    }

    [Fact]
    public async Task CreateAsync_FeaturesAndService_IsRefused()
    {
        using var frame = await _sets.FrameAsync();
        _sets.Registry.Apply("svc", new FeatureProjection("profile", [], null, new Dictionary<string, string>()));
        var request = TrainingSetFixture.Request() with { Definition = new TrainingSetDefinition { Features = ["profile:spend"], FeatureService = "svc" } };

        Assert.Contains("give one of them", (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.CreateAsync(request, frame, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_ServiceWithJoinKeyMap_TakesTheFramesColumns()
    {
        await _sets.StartAsync();
        _sets.Registry.Apply("svc", new FeatureProjection("profile", ["spend"], "buyer", new Dictionary<string, string> { ["customer_id"] = "label" }));
        using var frame = await _sets.FrameAsync();

        var created = await _sets.Service.CreateAsync(
            TrainingSetFixture.Request() with { Definition = new TrainingSetDefinition { FeatureService = "svc", FullFeatureNames = true } }, frame, Token);
        var set = await _sets.EndOfAsync(created.Id);

        Assert.Equal(["label"], _sets.Engine.Joins[0].Views[0].KeyColumns);
        Assert.Equal("buyer__spend", set!.Columns[^1].Name);
    }

    [Theory]
    [InlineData("labels.xlsx")]
    [InlineData("labels")]
    [InlineData("")]
    public async Task ReceiveFrameAsync_UnknownExtension_ListsTheKnownOnes(string name)
    {
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.FrameAsync(name: name));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Contains(".csv, .csv.gz, .parquet, .json, .ndjson", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReceiveFrameAsync_TooLarge_NamesTheSettingAndLeavesNothing()
    {
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.FrameAsync(new string('x', 10_001)));

        Assert.Equal(FeatureStoreErrorCode.TooLarge, error.ErrorCode);
        Assert.Contains("FeatureStore:TrainingSets:MaxFrameBytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(_sets.Folders);
    }

    [Fact]
    public async Task ReceiveFrameAsync_NameWithFolders_StaysInItsOwnFolder()
    {
        using var frame = await _sets.FrameAsync(name: "../../evil/frame.csv");

        Assert.Equal("frame.csv", frame.Name);
        Assert.Single(_sets.Folders);
    }

    [Theory]
    [InlineData("a\tb.csv")]
    [InlineData("a\0.csv")]
    [InlineData(null)]
    public async Task ReceiveFrameAsync_NameThatCannotBeKept_IsRefused(string? name)
    {
        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.FrameAsync(name: name ?? new string('a', 252) + ".csv"));

        Assert.Equal(FeatureStoreErrorCode.InvalidEntityFrame, error.ErrorCode);
        Assert.Contains("at most 255 characters without control characters", error.Message, StringComparison.Ordinal);
        Assert.Empty(_sets.Folders);
    }

    [Fact] // PIT-6
    public async Task CreateAsync_SecondUnderTheSameName_FailsUnlessOverwriting()
    {
        await _sets.StartAsync();
        var first = await _sets.CreateAsync();
        await _sets.EndOfAsync(first.Id);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.CreateAsync());
        Assert.Equal(FeatureStoreErrorCode.TrainingSetExists, error.ErrorCode);
        Assert.Single(_sets.Folders);

        var second = await _sets.CreateAsync(overwrite: true);
        await _sets.EndOfAsync(second.Id);
        Assert.Equal(second.Id, (await _sets.Service.FindAsync("set", Token))?.Id);
        Assert.Equal([second.Id.ToString("N")], await EventuallyAsync(static folders => folders.Count == 1));
    }

    [Fact]
    public async Task CreateAsync_NoName_MakesOneFromWhatIsAsked()
    {
        var set = await _sets.CreateAsync(name: null);

        Assert.Equal("profile-20261120-120000-000", set.Name);
    }

    [Fact]
    public async Task CreateAsync_ManyWithoutANameInOneMillisecond_HaveNamesOfTheirOwn()
    {
        var names = (await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _sets.CreateAsync(name: null)))).Select(static set => set.Name).ToList();

        Assert.Equal(40, names.Distinct().Count());
        Assert.All(names, static name => Assert.StartsWith("profile-20261120-120000-000", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PreviewAsync_AndDownloads_ReadTheResult()
    {
        await _sets.StartAsync();
        await _sets.EndOfAsync((await _sets.CreateAsync()).Id);

        var preview = await _sets.Reader.PreviewAsync("set", 1, Token);
        Assert.Equal(2, preview.TotalRows);
        Assert.Equal([Value.Of(0L), Value.Of(1L), Value.Of(2L), Value.Of(3L)], Assert.Single(preview.Rows));

        await using (var parquet = await _sets.Reader.OpenParquetAsync("set", null, Token))
        {
            Assert.Equal("xxxx", await new StreamReader(parquet).ReadToEndAsync(Token));
        }

        var csv = new StringBuilder();
        await foreach (var piece in await _sets.Reader.OpenCsvAsync("set", null, Token))
        {
            csv.Append(Encoding.UTF8.GetString(piece.Span));
        }

        Assert.Equal("customer_id,event_timestamp,label,spend\r\n0,1,2,3\r\n,,,\r\n", csv.ToString());

        var (frame, extension) = await _sets.Reader.OpenFrameAsync("set", Token);
        using var text = new StreamReader(frame);
        Assert.Equal((".csv", "customer_id,event_timestamp,label"), (extension, await text.ReadToEndAsync(Token)));
    }

    [Fact]
    public async Task PreviewAsync_NotComplete_SaysSo()
    {
        await _sets.CreateAsync();
        Assert.Contains("its state is 'queued'", (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Reader.OpenFrameAsync("set", Token))).Message, StringComparison.Ordinal);

        Assert.Equal(
            FeatureStoreErrorCode.TrainingSetNotComplete,
            (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Reader.PreviewAsync("set", 1, Token))).ErrorCode);
        Assert.Equal(
            FeatureStoreErrorCode.TrainingSetNotFound,
            (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Reader.PreviewAsync("other", 1, Token))).ErrorCode);
    }

    [Fact]
    public async Task BuildAsync_EngineFails_RecordSaysWhyAndTheNameIsFree()
    {
        _sets.Engine.Failure = new FeatureStoreException(FeatureStoreErrorCode.InvalidEntityFrame, "Row 3 is wrong.");
        await _sets.StartAsync();
        var first = await _sets.EndOfAsync((await _sets.CreateAsync()).Id);

        Assert.Equal((TrainingSetState.Failed, "invalid-entity-frame", "Row 3 is wrong."), (first!.State, first.ErrorCode, first.ErrorMessage));
        Assert.Equal("fail", _sets.Journal.Runs[0].End);
        Assert.Empty(await EventuallyAsync(static folders => folders.Count == 0));

        _sets.Engine.Failure = null;
        Assert.Equal(TrainingSetState.Completed, (await _sets.EndOfAsync((await _sets.CreateAsync()).Id))!.State);
    }

    [Fact]
    public async Task BuildAsync_EngineThrowsWhatNobodyExpects_EndsTheRunAllTheSame()
    {
        _sets.Engine.Failure = new InvalidOperationException("Bug.");
        await _sets.StartAsync();

        var set = await _sets.EndOfAsync((await _sets.CreateAsync()).Id);

        Assert.Equal((TrainingSetState.Failed, "Bug."), (set!.State, set.ErrorMessage));
    }

    [Fact]
    public async Task BuildAsync_JournalRefusesTheRun_EndsTheRecordAndFreesTheName()
    {
        _sets.Journal.Refusal = new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, "Not in this journal.");
        await _sets.StartAsync();

        var set = await _sets.EndOfAsync((await _sets.CreateAsync()).Id);

        Assert.Equal((TrainingSetState.Failed, "invalid-request", "Not in this journal."), (set!.State, set.ErrorCode, set.ErrorMessage));
        _sets.Journal.Refusal = null;
        Assert.Equal(TrainingSetState.Completed, (await _sets.EndOfAsync((await _sets.CreateAsync()).Id))!.State);
    }

    [Fact]
    public async Task BuildAsync_ViewRemovedMeanwhile_FailsWithItsName()
    {
        var created = await _sets.CreateAsync();
        _sets.Registry.Remove("profile");
        await _sets.StartAsync();

        var set = await _sets.EndOfAsync(created.Id);

        Assert.Equal((TrainingSetState.Failed, "feature-view-not-found"), (set!.State, set.ErrorCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CancelAsync_WaitingOrRunning_EndsItAsCancelled(bool running)
    {
        _sets.Engine.Gate = new TaskCompletionSource();
        var created = await _sets.CreateAsync();
        if (running)
        {
            await _sets.StartAsync();
            await UntilAsync(() => _sets.Engine.Joins.Count == 1);
        }

        await _sets.Service.CancelAsync(created.Id, Token);
        if (!running)
        {
            await _sets.StartAsync();
        }

        Assert.Equal(TrainingSetState.Cancelled, (await _sets.EndOfAsync(created.Id))!.State);
        Assert.Equal("abort", _sets.Journal.Runs[0].End);
        Assert.Empty(await EventuallyAsync(static folders => folders.Count == 0));
    }

    [Fact]
    public async Task DeleteAsync_WhileItIsBuilt_LeavesNothing()
    {
        _sets.Engine.Gate = new TaskCompletionSource();
        await _sets.StartAsync();
        await _sets.CreateAsync();
        await UntilAsync(() => _sets.Engine.Joins.Count == 1);

        await _sets.Service.DeleteAsync("set", Token);

        Assert.Null(await _sets.Service.FindAsync("set", Token));
        Assert.Empty(await EventuallyAsync(static folders => folders.Count == 0));
        Assert.Equal(
            FeatureStoreErrorCode.TrainingSetNotFound,
            (await Assert.ThrowsAsync<FeatureStoreException>(() => _sets.Service.DeleteAsync("set", Token))).ErrorCode);
    }

    [Fact]
    public async Task DeleteAsync_BeforeItsTurn_LeavesNothing()
    {
        await _sets.CreateAsync();
        await _sets.Service.DeleteAsync("set", Token);

        await _sets.StartAsync();

        Assert.Empty(await EventuallyAsync(static folders => folders.Count == 0));
        Assert.Empty(_sets.Engine.Joins);
    }

    [Fact]
    public async Task StartAsync_AfterTheProcessEndedInTheMiddle_BuildsItAsTheSameRun()
    {
        _sets.Engine.Gate = new TaskCompletionSource();
        await _sets.StartAsync();
        var running = await _sets.CreateAsync("running");
        _sets.Clock.Advance(TimeSpan.FromSeconds(1));
        var waiting = await _sets.CreateAsync("waiting");
        await UntilAsync(() => _sets.Engine.Joins.Count == 1);
        await _sets.StopAsync();
        Assert.Null(_sets.Journal.Runs[0].End);
        var kept = _sets.Engine.Joins[0].Checkpoints!.Directory; // Nothing later than now is asked for.
        Assert.True(Directory.Exists(kept));

        _sets.Engine.Gate.SetResult();
        _sets.Restart();
        await _sets.StartAsync();

        Assert.Equal(TrainingSetState.Completed, (await _sets.EndOfAsync(running.Id))!.State);
        Assert.Equal(TrainingSetState.Completed, (await _sets.EndOfAsync(waiting.Id))!.State);
        Assert.Equal([running.Id, running.Id, waiting.Id], _sets.Journal.Runs.Select(static run => run.Id));
        Assert.All(_sets.Engine.Joins.Take(2), join => Assert.Equal((running.CreatedAt, kept), (join.AsKnownAt, join.Checkpoints?.Directory)));
        Assert.False(Directory.Exists(kept));
        Assert.True(File.Exists(_sets.Engine.Joins[1].OutputPath));
    }

    [Fact]
    public async Task CreateAsync_AsKnownLater_KeepsNoCheckpoints()
    {
        await _sets.StartAsync();
        using var frame = await _sets.FrameAsync();
        var request = TrainingSetFixture.Request("later");
        request = request with { Definition = request.Definition with { AsKnownAt = Instant.Now(_sets.Clock) + TimeSpan.FromDays(1) } };

        var set = await _sets.Service.CreateAsync(request, frame, Token);
        await _sets.EndOfAsync(set.Id);

        Assert.Null(Assert.Single(_sets.Engine.Joins).Checkpoints);
    }

    [Fact]
    public async Task StartAsync_FrameThatWasNeverRecorded_IsClearedAwayWhenItIsOld()
    {
        _ = await _sets.FrameAsync(); // The process ends before it is used.
        Directory.SetLastWriteTimeUtc(Path.Combine(_sets.Options.DataDirectory, "training-sets", _sets.Folders[0]), _sets.Clock.GetUtcNow().UtcDateTime.AddHours(-2));
        _sets.Restart();

        await _sets.StartAsync();

        Assert.Empty(await EventuallyAsync(static folders => folders.Count == 0));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Token);
        }
    }

    /// <summary>Folders once they are as expected: files go right after the record, on another thread.</summary>
    private async Task<IReadOnlyList<string>> EventuallyAsync(Predicate<IReadOnlyList<string>> expected)
    {
        await UntilAsync(() => expected(_sets.Folders));
        return _sets.Folders;
    }
}
