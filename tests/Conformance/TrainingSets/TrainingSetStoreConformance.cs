using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Conformance.TrainingSets;

/// <summary>What every store of training-set records does. Each test has a store of its own.</summary>
public abstract class TrainingSetStoreConformance : IAsyncLifetime
{
    private long _made;
    private ITrainingSetStore? _store;

    protected ITrainingSetStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens an empty store.</summary>
    protected abstract ValueTask<ITrainingSetStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FindAsync_FullRecord_ComesBackAsSaved()
    {
        var set = New("full") with
        {
            State = TrainingSetState.Completed,
            EndedAt = Instant.MaxValue,
            RequestedBy = "ada",
            RowCount = long.MaxValue,
            ByteCount = 12,
            Views = [new TrainingSetView("profile", 2, 17, 99)],
            Columns = [new TableColumn("id", new DataType(ScalarType.Int64)), new TableColumn("last", new DataType(ScalarType.String, IsList: true))],
            ErrorCode = "code",
            ErrorMessage = "grüß\n🚌",
            Definition = new TrainingSetDefinition
            {
                Features = ["profile:a", "profile@v2:b"],
                FeatureService = "svc",
                TimestampColumn = "t",
                FullFeatureNames = true,
                AsKnownAt = new Instant(-1),
                AsKnownAtEntityTime = true,
                Format = TrainingSetFormat.Csv,
                FrameName = "frame.csv",
                Splits = new TrainingSetSplits
                {
                    Kind = SplitKind.Time,
                    Parts = [new TrainingSetSplit("train") { Before = new Instant(7) }, new TrainingSetSplit("test") { Ratio = 0.25 }],
                    Keys = ["id"],
                    Seed = long.MinValue,
                },
            },
            RebuildOf = "other",
            Rebuild = new TrainingSetRebuild
            {
                Of = "other",
                OfId = Guid.CreateVersion7(),
                Identical = true,
                ExpectedSha256 = "ab",
                Sha256 = "cd",
                DifferentSplits = ["test"],
                MissingFiles = [new RebuildFile("profile", 2, "a/b", RebuildFileReason.Replaced)],
                Notes = ["Why."],
            },
        };
        await Store.AddAsync(set, overwrite: false, Token);

        foreach (var found in new[] { await Store.FindAsync(set.Id, Token), await Store.FindAsync("full", Token) })
        {
            Assert.NotNull(found);
            Assert.Equal(set.Views, found.Views);
            Assert.Equal(set.Columns, found.Columns);
            Assert.Equal(set.Definition.Features, found.Definition.Features);
            Assert.Equivalent(set.Definition.Splits, found.Definition.Splits, strict: true);
            Assert.Equivalent(set.Rebuild, found.Rebuild, strict: true);
            Assert.Equal(
                set with { Views = [], Columns = [], Rebuild = null, Definition = set.Definition with { Features = [], Splits = null } },
                found with { Views = [], Columns = [], Rebuild = null, Definition = found.Definition with { Features = [], Splits = null } });
        }
    }

    [Fact]
    public async Task FindAsync_Unknown_IsNull()
    {
        Assert.Null(await Store.FindAsync("none", Token));
        Assert.Null(await Store.FindAsync(Guid.CreateVersion7(), Token));
    }

    [Theory]
    [InlineData(TrainingSetState.Queued, true)]
    [InlineData(TrainingSetState.Running, true)]
    [InlineData(TrainingSetState.Completed, false)]
    public async Task AddAsync_NameIsTaken_IsAConflict(TrainingSetState state, bool overwrite)
    {
        await Store.AddAsync(New("taken") with { State = state }, overwrite: false, Token);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(() => Store.AddAsync(New("taken"), overwrite, Token));

        Assert.Equal(FeatureStoreErrorCode.TrainingSetExists, error.ErrorCode);
        Assert.Single(await Store.ListAsync(null, 10, Token));
    }

    [Theory]
    [InlineData(TrainingSetState.Failed)]
    [InlineData(TrainingSetState.Cancelled)]
    public async Task AddAsync_FormerOneEndedWithoutResult_TakesItsPlace(TrainingSetState state)
    {
        var former = New("again") with { State = state };
        await Store.AddAsync(former, overwrite: false, Token);
        var second = New("again");

        var removed = await Store.AddAsync(second, overwrite: false, Token);

        Assert.Equal(former.Id, Assert.Single(removed).Id);
        Assert.Equal(second.Id, (await Store.FindAsync("again", Token))?.Id);
        Assert.Single(await Store.ListAsync(null, 10, Token));
    }

    [Fact]
    public async Task CompleteAsync_Overwriting_OldOneIsReadUntilThen()
    {
        var former = New("name") with { State = TrainingSetState.Completed };
        await Store.AddAsync(former, overwrite: false, Token);
        var second = New("name");
        await Store.AddAsync(second, overwrite: true, Token);
        Assert.Equal(former.Id, (await Store.FindAsync("name", Token))?.Id);

        var removed = await Store.CompleteAsync(second with { State = TrainingSetState.Completed, RowCount = 7 }, Token);

        Assert.Equal(former.Id, Assert.Single(removed!).Id);
        Assert.Equal((second.Id, 7), ((await Store.FindAsync("name", Token))!.Id, (await Store.FindAsync("name", Token))!.RowCount));
        Assert.Null(await Store.FindAsync(former.Id, Token));
    }

    [Fact]
    public async Task FindAsync_OverwriteFailed_OldOneIsStillRead()
    {
        var former = New("name") with { State = TrainingSetState.Completed };
        var second = New("name");
        await Store.AddAsync(former, overwrite: false, Token);
        await Store.AddAsync(second, overwrite: true, Token);

        await Store.SaveAsync(second with { State = TrainingSetState.Failed }, Token);

        Assert.Equal(former.Id, (await Store.FindAsync("name", Token))?.Id);
    }

    [Fact]
    public async Task CompleteAsync_DeletedMeanwhile_ChangesNothing()
    {
        var set = New("gone");
        await Store.AddAsync(set, overwrite: false, Token);
        await Store.DeleteAsync("gone", Token);

        Assert.Null(await Store.CompleteAsync(set with { State = TrainingSetState.Completed }, Token));
        await Store.SaveAsync(set, Token);

        Assert.Null(await Store.FindAsync("gone", Token));
    }

    [Fact]
    public async Task ListAsync_Pages_GoFromNewestToOldestOnce()
    {
        var sets = Enumerable.Range(0, 7).Select(i => New($"set-{i}")).ToList();
        foreach (var set in sets.OrderBy(static set => set.Name.GetHashCode(StringComparison.Ordinal)))
        {
            await Store.AddAsync(set, overwrite: false, Token);
        }

        var seen = new List<string>();
        IReadOnlyList<TrainingSet> page;
        for (Guid? last = null; (page = await Store.ListAsync(last, 3, Token)).Count > 0; last = page[^1].Id)
        {
            seen.AddRange(page.Select(static set => set.Name));
        }

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(static i => $"set-{i}"), seen);
        Assert.Equal(7, await Store.CountAsync(Token));
    }

    [Fact]
    public async Task ListUnfinishedAsync_AllStates_GivesTheUnfinishedOldestFirst()
    {
        foreach (var state in Enum.GetValues<TrainingSetState>())
        {
            await Store.AddAsync(New(state.ToString()) with { State = state }, overwrite: false, Token);
        }

        Assert.Equal(["Queued", "Running"], (await Store.ListUnfinishedAsync(Token)).Select(static set => set.Name));
    }

    [Fact]
    public async Task ListNamedAsync_BeginningOfNames_ListsThoseOldestFirst()
    {
        foreach (var name in new[] { "temporary-2", "temporary-1", "temporary", "Temporary-3", "temporary_4", "a-temporary-5" })
        {
            await Store.AddAsync(New(name), overwrite: false, Token);
        }

        Assert.Equal(["temporary-2", "temporary-1"], (await Store.ListNamedAsync("temporary-", Token)).Select(static set => set.Name));
        Assert.Equal(["temporary_4"], (await Store.ListNamedAsync("temporary_", Token)).Select(static set => set.Name));
    }

    [Fact]
    public async Task AddAsync_TwentyAtOnceUnderOneName_OneIsTaken()
    {
        var taken = 0;
        await Parallel.ForAsync(0, 20, Token, async (_, token) =>
        {
            try
            {
                await Store.AddAsync(New("race"), overwrite: true, token);
                Interlocked.Increment(ref taken);
            }
            catch (FeatureStoreException error) when (error.ErrorCode == FeatureStoreErrorCode.TrainingSetExists)
            {
            }
        });

        Assert.Equal(1, taken);
        Assert.Single(await Store.ListAsync(null, 50, Token));
    }

    protected TrainingSet New(string name)
    {
        var time = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(Interlocked.Increment(ref _made));
        return new TrainingSet
        {
            Id = Guid.CreateVersion7(time),
            Name = name,
            Definition = new TrainingSetDefinition { Features = ["v:f"] },
            State = TrainingSetState.Queued,
            CreatedAt = Instant.From(time),
        };
    }
}
