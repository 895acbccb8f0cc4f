using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>A join that was cut off goes on with the views that it had, and gives what it would have given undisturbed.</summary>
public sealed class JoinCheckpointTests : IAsyncLifetime
{
    private readonly JoinFixture _join = new();
    private TrainingJoin _request = null!; // Set before each test.
    private string _expected = string.Empty;

    private string Folder => _join.Store.Directory.File("checkpoints");

    public async ValueTask InitializeAsync()
    {
        var request = await ManyViews.RequestAsync(_join);
        await _join.JoinAsync(request);
        _expected = await JoinFixture.HashAsync(request.OutputPath);
        File.Delete(request.OutputPath);
        _request = request with { Checkpoints = new TrainingJoinCheckpoints(Folder, TimeSpan.Zero) };
    }

    public ValueTask DisposeAsync()
    {
        _join.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task JoinAsync_CutOffAgainAndAgain_IsThatOfOneUndisturbed()
    {
        var kept = new List<int>();
        foreach (var phase in new[] { "joining view1", "joining view3", "joining activity", "computing on-demand features", "writing the training set" })
        {
            await CutOffAsync(phase);
            kept.Add(Notes().Length);
        }

        var result = await _join.JoinAsync(_request);

        Assert.Equal(_expected, await JoinFixture.HashAsync(_request.OutputPath));
        Assert.Equal(kept.Order(), kept);
        Assert.Equal(ManyViews.Count, kept[^1]);
        Assert.Equal(5_000, result.Rows);
    }

    [Fact]
    public async Task JoinAsync_GoesOn_JoinsOnlyWhatIsLeft()
    {
        await CutOffAsync("writing the training set");
        var before = await _join.JoinAsync(_request);
        File.Delete(Note(2));

        var after = await _join.JoinAsync(_request);

        // The time that a view took tells whether it was joined again.
        Assert.Equal([2], Enumerable.Range(0, ManyViews.Count).Where(view => before.Costs[view].Time != after.Costs[view].Time));
        Assert.Equal(before.Matched, after.Matched);
        Assert.Equal(before.HistoryRows, after.HistoryRows);
        Assert.Equal(_expected, await JoinFixture.HashAsync(_request.OutputPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"View\": 1}")]
    [InlineData("[1, 2]")]
    [InlineData("{\"View\": 1, \"MadeOf\": \"\", \"Matched\": 1, \"Cost\": {}, \"Tables\": [null, {}]}")]
    public async Task JoinAsync_DamagedNote_JoinsTheViewAgain(string note)
    {
        await CutOffAsync("writing the training set");
        await File.WriteAllTextAsync(Note(1), note, TestStore.Token);

        await AssertJoinsAgainAsync(_request, 1);
    }

    [Fact]
    public async Task JoinAsync_DamagedOrMissingTables_JoinsTheViewsAgain()
    {
        await CutOffAsync("writing the training set");
        var table = await File.ReadAllBytesAsync(TableOf(0), TestStore.Token);
        table[table.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(TableOf(0), table, TestStore.Token);
        File.Delete(TableOf(3));
        File.Copy(TableOf(4), TableOf(6), overwrite: true); // Whole, but of another view.
        await File.WriteAllBytesAsync(Path.Combine(Folder, "view_5_1.parquet"), table[..^100], TestStore.Token);

        await AssertJoinsAgainAsync(_request, 0, 3, 5, 6);
    }

    [Fact]
    public async Task JoinAsync_AnythingElseIsAsked_JoinsAgain()
    {
        await CutOffAsync("writing the training set");
        var view = _request.Views[0];
        TrainingJoinView With(TrainingJoinView changed, int number) => number == 0 ? changed : _request.Views[number];
        TrainingJoin Changed(TrainingJoinView changed) => _request with { Views = [.. _request.Views.Select((_, number) => With(changed, number))] };

        await AssertJoinsAgainAsync(Changed(view with { View = view.View with { Version = view.View.Version + 1 } }), null, 0);
        await AssertJoinsAgainAsync(Changed(view with { View = view.View with { Ttl = TimeSpan.FromMicroseconds(10) } }), null, 0);
        await AssertJoinsAgainAsync(Changed(view with { View = view.View with { StrictBefore = true } }), null, 0);
        await AssertJoinsAgainAsync(Changed(view with { Features = [view.Features[1], view.Features[0], view.Features[2]] }), null, 0);
        await AssertJoinsAgainAsync(Changed(view with { Ranges = [new LogRange(0, 0, 1_000_000)] }), null, 0);
        int[] all = [.. Enumerable.Range(0, ManyViews.Count)];
        await AssertJoinsAgainAsync(_request with { AsKnownAt = new Instant(500) }, null, all);
        await AssertJoinsAgainAsync(_request with { AsKnownAtEntityTime = true }, null, all);
        var frame = await _join.FrameAsync("key,customer,t\n1,c1,1970-01-01T00:00:00.0005Z\n");
        await AssertJoinsAgainAsync(_request with { Frame = JoinFixture.Frame(frame) }, null, all);
    }

    [Fact]
    public async Task JoinAsync_AnotherFrameOfAsManyRows_JoinsAgain()
    {
        await CutOffAsync("writing the training set");
        var lines = await File.ReadAllLinesAsync(_request.Frame.Path, TestStore.Token);
        var turned = await _join.FrameAsync(string.Join('\n', [lines[0], .. lines[1..].Reverse()]) + "\n");

        await AssertJoinsAgainAsync(_request with { Frame = JoinFixture.Frame(turned) }, null, [.. Enumerable.Range(0, ManyViews.Count)]);
    }

    [Fact]
    public async Task JoinAsync_CheckpointsCannotBeWritten_GoesOnWithoutThem()
    {
        await File.WriteAllTextAsync(Folder, "in the way", TestStore.Token);

        await _join.JoinAsync(_request);

        Assert.Equal(_expected, await JoinFixture.HashAsync(_request.OutputPath));
    }

    [Fact]
    public async Task JoinAsync_ACheckpointCannotBeWritten_LeavesNoneAndGoesOn()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "view_5_1.parquet")); // The second table of a view.

        await _join.JoinAsync(_request);

        Assert.Equal(_expected, await JoinFixture.HashAsync(_request.OutputPath));
        Assert.False(Directory.Exists(Folder)); // The result may need the room.
    }

    [Fact]
    public async Task JoinAsync_ShorterThanTheInterval_KeepsNothing()
    {
        await _join.JoinAsync(_request with { Checkpoints = new TrainingJoinCheckpoints(Folder, TimeSpan.FromHours(1)) });

        Assert.False(Directory.Exists(Folder));
    }

    private async Task CutOffAsync(string phase)
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _join.Engine.JoinAsync(_request, new CancelAt(phase, source), source.Token));
    }

    private Task AssertJoinsAgainAsync(TrainingJoin request, params int[] views) => AssertJoinsAgainAsync(request, _expected, views);

    /// <summary>Holds a join against one without checkpoints: equal bytes, and just these views joined.</summary>
    private async Task AssertJoinsAgainAsync(TrainingJoin request, string? expected, params int[] views)
    {
        if (expected is null)
        {
            await _join.JoinAsync(request with { Checkpoints = null });
            expected = await JoinFixture.HashAsync(request.OutputPath);
        }

        var times = Notes().ToDictionary(static path => path, File.GetLastWriteTimeUtc);
        await _join.JoinAsync(request);

        Assert.Equal(expected, await JoinFixture.HashAsync(request.OutputPath));
        Assert.Equal(views, Enumerable.Range(0, ManyViews.Count).Where(view => !times.TryGetValue(Note(view), out var time) || File.GetLastWriteTimeUtc(Note(view)) != time));
        await RestoreAsync();
    }

    /// <summary>Has the checkpoints of the undisturbed request again.</summary>
    private async Task RestoreAsync()
    {
        Directory.Delete(Folder, recursive: true);
        await _join.JoinAsync(_request);
    }

    private string[] Notes() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json") : [];

    private string Note(int view) => Path.Combine(Folder, $"view_{view}.json");

    private string TableOf(int view) => Path.Combine(Folder, $"view_{view}_0.parquet");
}
