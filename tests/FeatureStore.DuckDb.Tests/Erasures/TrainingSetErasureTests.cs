using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Proof;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Serving;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;
using Microsoft.Extensions.Options;

namespace FeatureStore.DuckDb.Tests.Erasures;

/// <summary>Saved training sets lose the rows of an entity, say so, and can be built again as they are then; new ones find nothing of it.</summary>
public sealed class TrainingSetErasureTests
{
    private const long Erased = 2;

    private static readonly FeatureView View = ProofViews.Newest with { Ttl = TimeSpan.Zero };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erase_SavedTrainingSet_LosesTheRowsInAllItsFiles()
    {
        await using var fixture = await FilledAsync();
        var splits = new TrainingSetSplits { Kind = SplitKind.Ratio, Seed = 7, Parts = [new TrainingSetSplit("train") { Ratio = 0.6 }, new TrainingSetSplit("test") { Ratio = 0.4 }] };
        await BuildAsync(fixture, "saved", splits);
        var former = await fixture.Get<TrainingSetManifests>().GetAsync("saved", Token);
        var before = await ReadAsync(fixture, "saved", split: null);
        var parts = await Task.WhenAll(ReadAsync(fixture, "saved", "train"), ReadAsync(fixture, "saved", "test"));

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var manifest = await fixture.Get<TrainingSetManifests>().GetAsync("saved", Token);
        Assert.Equal(Without(before), await ReadAsync(fixture, "saved", split: null));
        Assert.Equal(Without(parts[0]), await ReadAsync(fixture, "saved", "train"));
        Assert.Equal(Without(parts[1]), await ReadAsync(fixture, "saved", "test"));
        Assert.Equal((9L, 12L), (manifest.RowCount, former.RowCount));
        Assert.Equal(await HashAsync(fixture, "saved"), manifest.Result.Sha256);
        var told = Assert.Single(manifest.Erasures);
        Assert.Equal((erasure.Id, 3L, former.Result.Sha256), (told.Id, told.Rows, told.FormerSha256));
        var place = erasure.Places.Single(static place => place.Kind == ErasedPlaceKind.TrainingSet);
        Assert.Equal((ErasureOutcome.Erased, 3L, "saved"), (place.Outcome, place.Count, place.Name));
        var record = (await fixture.Sets.FindAsync("saved", Token))!; // It is there.
        Assert.Equal((9L, 3L), (record.RowCount, record.ErasedRows));
        Assert.InRange(record.Views[0].Matched, 1, record.RowCount + record.ErasedRows);
    }

    [Fact]
    public async Task Erase_AfterACrashBeforeTheManifestWasWritten_CountsTheRowsOnce()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved");
        var manifest = await ManifestFileAsync(fixture, "saved");
        var former = await File.ReadAllBytesAsync(manifest, Token);
        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        await File.WriteAllBytesAsync(manifest, former, Token);
        await File.WriteAllBytesAsync(Path.Combine(Path.GetDirectoryName(manifest)!, "erasing"), [], Token); // It lies in a folder.

        var again = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var record = (await fixture.Sets.FindAsync("saved", Token))!; // It is there.
        Assert.Equal((9L, 3L), (record.RowCount, record.ErasedRows));
        Assert.Equal(9, (await fixture.Get<TrainingSetManifests>().GetAsync("saved", Token)).RowCount);
        Assert.Equal(3, again.Places.Single(static place => place.Kind == ErasedPlaceKind.TrainingSet).Count);
        Assert.Equal(["frame.parquet", "manifest.json", "result.parquet"], Directory.EnumerateFiles(Path.GetDirectoryName(manifest)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Erase_AfterACrashAsSoonAsTheManifestWasWritten_TellsNoSecondErasure()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved");
        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        var note = Path.Combine(Path.GetDirectoryName(await ManifestFileAsync(fixture, "saved"))!, "erasing"); // It lies in a folder.
        await File.WriteAllBytesAsync(note, [], Token);

        var again = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        Assert.Equal(0, again.Places.Single(static place => place.Kind == ErasedPlaceKind.TrainingSet).Count);
        Assert.Single((await fixture.Get<TrainingSetManifests>().GetAsync("saved", Token)).Erasures);
        Assert.False(File.Exists(note));
    }

    [Theory]
    [InlineData("result.parquet")]
    [InlineData("frame.csv")]
    public async Task Erase_AFileThatCanBeReadIsNotWhatTheManifestSays_IsKeptAsItIs(string file)
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "other", note: "another-one");
        await BuildAsync(fixture, "saved");
        var (path, manifest) = (Path.Combine(Path.GetDirectoryName(await ManifestFileAsync(fixture, "saved"))!, file), await File.ReadAllTextAsync(await ManifestFileAsync(fixture, "saved"), Token)); // It lies in a folder.
        File.Copy(Path.Combine(Path.GetDirectoryName(await ManifestFileAsync(fixture, "other"))!, file), path, overwrite: true); // Likewise.
        var bytes = await File.ReadAllBytesAsync(path, Token);

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var places = erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.TrainingSet).ToDictionary(static place => place.Name);
        Assert.Equal((ErasureOutcome.Erased, 3L), (places["other"].Outcome, places["other"].Count));
        Assert.Equal(ErasureOutcome.Kept, places["saved"].Outcome);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal(manifest, await File.ReadAllTextAsync(await ManifestFileAsync(fixture, "saved"), Token));
    }

    [Theory]
    [InlineData("result.parquet")]
    [InlineData("split-test.parquet")]
    [InlineData("frame.csv")]
    public async Task Erase_AByteOfOneFileIsWrong_SaysSoAndErasesTheOthers(string file)
    {
        await using var fixture = await FilledAsync();
        var splits = new TrainingSetSplits { Kind = SplitKind.Ratio, Seed = 7, Parts = [new TrainingSetSplit("train") { Ratio = 0.6 }, new TrainingSetSplit("test") { Ratio = 0.4 }] };
        await BuildAsync(fixture, "damaged", splits);
        await BuildAsync(fixture, "whole", splits);
        var path = Path.Combine(Path.GetDirectoryName(await ManifestFileAsync(fixture, "damaged"))!, file); // It lies in a folder.
        var bytes = await File.ReadAllBytesAsync(path, Token);
        foreach (var at in Enumerable.Range(4, Math.Min(bytes.Length / 2, 400)))
        {
            bytes[at] ^= 0xFF; // The pages come first: the footer stays whole.
        }

        await File.WriteAllBytesAsync(path, bytes, Token);

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var places = erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.TrainingSet).ToDictionary(static place => place.Name);
        Assert.Equal((ErasureOutcome.Erased, 3L), (places["whole"].Outcome, places["whole"].Count));
        Assert.Equal(ErasureOutcome.Kept, places["damaged"].Outcome);
    }

    [Fact]
    public async Task Erase_WhileTrainingSetsAreDeleted_LooksIntoThoseThatAreLeft()
    {
        await using var fixture = await FilledAsync();
        string[] names = [.. Enumerable.Range(0, 30).Select(static i => $"set-{i:00}")];
        foreach (var name in names)
        {
            await BuildAsync(fixture, name);
        }

        var deleting = Task.Run(
            async () =>
            {
                foreach (var name in names.Where(static name => name != "set-20"))
                {
                    await fixture.Get<TrainingSetService>().DeleteAsync(name, Token);
                }
            },
            Token);
        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        await deleting;

        var places = erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.TrainingSet).ToList();
        Assert.All(places, static place => Assert.Equal(ErasureOutcome.Erased, place.Outcome));
        Assert.Contains(places, static place => place is { Name: "set-20", Count: 3 });
        Assert.Equal(["set-20"], (await fixture.Get<TrainingSetService>().ListAsync(null, 100, Token)).Select(static set => set.Name));
    }

    [Theory]
    [InlineData("manifest.json", false)]
    [InlineData("manifest.json", true)]
    [InlineData("result.parquet", false)]
    [InlineData("result.parquet", true)]
    [InlineData("split-test.parquet", false)]
    [InlineData("split-test.parquet", true)]
    public async Task Erase_OneTrainingSetIsDamaged_SaysSoAndErasesTheOthers(string file, bool isGone)
    {
        await using var fixture = await FilledAsync();
        var splits = new TrainingSetSplits { Kind = SplitKind.Ratio, Seed = 7, Parts = [new TrainingSetSplit("train") { Ratio = 0.6 }, new TrainingSetSplit("test") { Ratio = 0.4 }] };
        await BuildAsync(fixture, "damaged", splits);
        await BuildAsync(fixture, "whole", splits);
        var path = Path.Combine(Path.GetDirectoryName(await ManifestFileAsync(fixture, "damaged"))!, file); // It lies in a folder.
        if (isGone)
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, "PAR1 {damaged} PAR1", Token);
        }

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var places = erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.TrainingSet).ToDictionary(static place => place.Name);
        Assert.Equal((ErasureOutcome.Erased, 3L), (places["whole"].Outcome, places["whole"].Count));
        Assert.Equal(ErasureOutcome.Kept, places["damaged"].Outcome);
        Assert.EndsWith("Delete it.", places["damaged"].Note, StringComparison.Ordinal);
        Assert.DoesNotContain(await ReadAsync(fixture, "whole", split: null), static row => row.StartsWith($"{Erased} ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("\"2\"")]
    [InlineData("2.0")]
    public async Task Erase_TrainingSetWithTheKeyAsAPlainColumn_LosesItsRowsToo(string id)
    {
        var world = TestStore.View([], [new DataType(ScalarType.Double)]) with { Name = "world" };
        await using var fixture = await new ErasureFixture(View, world).StartAsync();
        var now = Instant.Now(fixture.Clock);
        await fixture.ArriveAsync(View, ProofViews.Events(View, new Random(1), now - TimeSpan.FromDays(1), 200, keys: 4), 200, flush: true);
        var text = id.StartsWith('"') ? $"id,event_timestamp\n{id},{now}\nx1,{now}\n" : $"id,event_timestamp\n{id},{now}\n1,{now}\n";
        using var frame = await fixture.Get<TrainingSetService>().ReceiveFrameAsync("plain.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), Token);
        var request = new TrainingSetRequest { Name = "plain", Definition = new TrainingSetDefinition { Features = ["world:f0"] } };
        await fixture.Get<TrainingSetService>().CreateAsync(request, frame, Token);
        await WaitAsync(fixture, "plain");

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        var place = erasure.Places.Single(static place => place.Kind == ErasedPlaceKind.TrainingSet);
        Assert.Equal((ErasureOutcome.Erased, 1L), (place.Outcome, place.Count));
        Assert.Single(await ReadAsync(fixture, "plain", split: null));
    }

    [Fact]
    public async Task Erase_TrainingSetOfAnyPastTime_FindsNulls()
    {
        await using var fixture = await FilledAsync();

        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        await BuildAsync(fixture, "later");

        var rows = await ReadAsync(fixture, "later", split: null);
        Assert.Equal(12, rows.Count);
        Assert.All(rows.Where(static row => row.StartsWith($"{Erased} ", StringComparison.Ordinal)), static row => Assert.EndsWith("null null", row, StringComparison.Ordinal));
        Assert.Contains(rows, static row => !row.EndsWith("null null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rebuild_AfterAnErasure_GivesTheBytesOfWhatIsLeft()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved");
        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        await fixture.Get<TrainingSetManifests>().RebuildAsync("saved", rebuildName: null, overwrite: false, requestedBy: null, Token);
        await WaitAsync(fixture, "saved-rebuilt");

        Assert.Equal(await ReadAsync(fixture, "saved", split: null), await ReadAsync(fixture, "saved-rebuilt", split: null));
        Assert.Equal(await HashAsync(fixture, "saved"), await HashAsync(fixture, "saved-rebuilt"));
    }

    [Fact]
    public async Task Rebuild_ErasureEndsBeforeItIsRecorded_HasNothingOfTheEntity()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved", note: "of-the-erased");
        fixture.Sets.Adding = async _ => await fixture.EraseAsync(key: ("id", Value.Of(Erased))); // The frame is copied by then.

        await fixture.Get<TrainingSetManifests>().RebuildAsync("saved", rebuildName: null, overwrite: false, requestedBy: null, Token);
        await WaitAsync(fixture, "saved-rebuilt");

        Assert.Empty(await FilesWithAsync(fixture, "of-the-erased"));
        Assert.Equal(await HashAsync(fixture, "saved"), await HashAsync(fixture, "saved-rebuilt"));
    }

    [Fact]
    public async Task Rebuild_OriginIsDeletedBeforeItIsRecorded_EndsWithoutFiles()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved", note: "of-the-erased");
        fixture.Sets.Adding = async _ => await fixture.Get<TrainingSetService>().DeleteAsync("saved", Token);

        var error = await Assert.ThrowsAsync<FeatureStoreException>(
            () => fixture.Get<TrainingSetManifests>().RebuildAsync("saved", rebuildName: null, overwrite: false, requestedBy: null, Token));

        Assert.Equal(FeatureStoreErrorCode.TrainingSetFilesNotFound, error.ErrorCode);
        Assert.Equal((TrainingSetState.Failed, "training-set-files-not-found"), (await fixture.Sets.FindAsync("saved-rebuilt", Token)) is { } set ? (set.State, set.ErrorCode) : default);
        Assert.Empty(await FilesWithAsync(fixture, "of-the-erased"));
    }

    [Fact]
    public async Task Erase_SavedTrainingSetAndItsRebuild_LeavesNoValueOfTheEntityInAnyFile()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved", note: "of-the-erased");
        await fixture.Get<TrainingSetManifests>().RebuildAsync("saved", rebuildName: null, overwrite: false, requestedBy: null, Token);
        await WaitAsync(fixture, "saved-rebuilt");
        Assert.NotEmpty(await FilesWithAsync(fixture, "of-the-erased"));

        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));

        Assert.Empty(await FilesWithAsync(fixture, "of-the-erased"));
    }

    [Fact]
    public async Task Erase_EntityOfAViewThatIsNoLongerDefined_TakesItOutOfTheTrainingSets()
    {
        await using var fixture = await FilledAsync();
        await BuildAsync(fixture, "saved");
        fixture.Registry.Remove(View.Name);

        var erasure = await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        var unknown = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.EraseAsync(key: ("nobody", Value.Of(Erased))));

        Assert.Equal(("saved", 3L), erasure.Places.Where(static place => place.Kind == ErasedPlaceKind.TrainingSet).Select(static place => (place.Name, place.Count)).Single());
        Assert.DoesNotContain(await ReadAsync(fixture, "saved", split: null), static row => row.StartsWith($"{Erased} ", StringComparison.Ordinal));
        Assert.Equal("'nobody' is the join key of no entity; those are id.", unknown.Message);
    }

    [Fact]
    public async Task Verify_LookupsOfAnErasedEntity_AreNotCompared()
    {
        await using var fixture = await FilledAsync();
        await fixture.Get<FeatureStore.Proof.LookupRecorder>().StartAsync(Token);
        await fixture.Get<OnlineFeatureService>().GetAsync(
            new OnlineFeaturesRequest { Features = ["newest:amount"], Entities = [new EntityColumn("id", [Value.Of(1L), Value.Of(Erased), Value.Of(3L)])] }, Token);

        await fixture.EraseAsync(key: ("id", Value.Of(Erased)));
        var findings = await fixture.Get<LookupVerifier>().RunAsync(new VerificationRequest(), progress: null, Token);

        var agreement = Assert.Single(findings.Agreements);
        Assert.Equal((2L, 0L, 1L), (agreement.Compared, agreement.Differences, agreement.NotCompared[FeatureStore.Proof.NotComparedReason.Erased]));
        await fixture.Get<FeatureStore.Proof.LookupRecorder>().StopAsync(Token);
    }

    private static async Task<ErasureFixture> FilledAsync()
    {
        var fixture = await new ErasureFixture(View).StartAsync();
        var from = new Instant(Instant.Now(fixture.Clock).UnixMicroseconds - (1_440 * ProofViews.Minute));
        await fixture.ArriveAsync(View, ProofViews.Events(View, new Random(1), from, 200, keys: 4), 200, flush: true);
        return fixture;
    }

    /// <summary>Four keys at three times.</summary>
    private static async Task BuildAsync(ErasureFixture fixture, string name, TrainingSetSplits? splits = null, string note = "note")
    {
        var frame = new StringBuilder("id,event_timestamp,label,note\n");
        for (var i = 0; i < 12; i++)
        {
            var time = new Instant(Instant.Now(fixture.Clock).UnixMicroseconds - (i % 3 * 360 * ProofViews.Minute));
            frame.Append(CultureInfo.InvariantCulture, $"{i % 4},{time},{i},{(i % 4 == Erased ? note : "other")}\n");
        }

        var sets = fixture.Get<TrainingSetService>();
        using var received = await sets.ReceiveFrameAsync("frame.csv", new MemoryStream(Encoding.UTF8.GetBytes(frame.ToString())), Token);
        var definition = new TrainingSetDefinition { Features = ["newest:kind", "newest:amount"], Splits = splits };
        await sets.CreateAsync(new TrainingSetRequest { Name = name, Definition = definition }, received, Token);
        await WaitAsync(fixture, name);
    }

    private static async Task WaitAsync(ErasureFixture fixture, string name)
    {
        TrainingSet? set;
        while ((set = await fixture.Sets.FindAsync(name, Token)) is not { HasEnded: true })
        {
            await Task.Delay(10, Token);
        }

        Assert.True(set.State == TrainingSetState.Completed, set.ErrorMessage);
    }

    private static async Task<List<string>> ReadAsync(ErasureFixture fixture, string name, string? split)
    {
        await using var parquet = await fixture.Get<TrainingSetReader>().OpenParquetAsync(name, split, Token);
        var path = ((FileStream)parquet).Name;
        return await fixture.Get<ITableReader>().ReadAsync(path, 0, Token).Select(static row => string.Join(' ', row)).ToListAsync(Token);
    }

    private static async Task<string> ManifestFileAsync(ErasureFixture fixture, string name)
    {
        await using var parquet = await fixture.Get<TrainingSetReader>().OpenParquetAsync(name, split: null, Token);
        return Path.Combine(Path.GetDirectoryName(((FileStream)parquet).Name)!, "manifest.json"); // A file in a folder.
    }

    private static async Task<List<string>> FilesWithAsync(ErasureFixture fixture, string text)
    {
        var folder = Path.Combine(fixture.Get<IOptions<FeatureStoreOptions>>().Value.DataDirectory, "training-sets");
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if ((await File.ReadAllBytesAsync(file, Token)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
            {
                found.Add(Path.GetFileName(file));
            }
        }

        return found;
    }

    private static async Task<string> HashAsync(ErasureFixture fixture, string name)
    {
        await using var parquet = await fixture.Get<TrainingSetReader>().OpenParquetAsync(name, split: null, Token);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(parquet, Token));
    }

    private static List<string> Without(List<string> rows) => [.. rows.Where(static row => !row.StartsWith($"{Erased} ", StringComparison.Ordinal))];
}
