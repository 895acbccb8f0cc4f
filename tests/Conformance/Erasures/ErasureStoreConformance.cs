using Catalog.Core.Values;
using FeatureStore.Erasures;
using FeatureStore.Ports;

namespace Conformance.Erasures;

/// <summary>What every store of erasures does. Each test has a store of its own.</summary>
public abstract class ErasureStoreConformance : IAsyncLifetime
{
    private static readonly string[] Keys = ["customer_id", "shop_id"];

    private IErasureStore? _store;

    private IErasureStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IErasureStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Nothing_IsEmpty()
    {
        Assert.Empty(await Store.ListAsync(new ErasureFilter(), before: null, 10, Token));
        Assert.Empty(await Store.CountAsync(entity: null, Token));
        Assert.Empty(await Store.ListUnfinishedAsync(Token));
        Assert.Empty(await Store.ListTombstonesAsync(Token));
        Assert.Equal(default, await Store.GetStampAsync(Token));
        Assert.Null(await Store.FindAsync(Guid.CreateVersion7(), Token));
    }

    [Fact]
    public async Task GetSaltAsync_SeveralProposals_KeepsTheFirst()
    {
        var first = await Store.GetSaltAsync(new byte[] { 1, 2, 3 }, Token);
        var second = await Store.GetSaltAsync(new byte[] { 4, 5, 6 }, Token);

        Assert.Equal([1, 2, 3], first.ToArray());
        Assert.Equal([1, 2, 3], second.ToArray());
    }

    [Fact]
    public async Task AddAsync_Erasure_IsThereWithItsTombstone()
    {
        var erasure = await AddAsync();

        Assert.Equivalent(erasure, await Store.FindAsync(erasure.Id, Token), strict: true);
        Assert.Equal(erasure.Id, Assert.Single(await Store.ListUnfinishedAsync(Token)).Id);
        var tombstone = Assert.Single(await Store.ListTombstonesAsync(Token));
        Assert.Equal((erasure.Id, "abcd", (Instant?)null), (tombstone.Erasure, tombstone.Digest, tombstone.Through));
        Assert.Equal(Keys, tombstone.JoinKeys);
        Assert.Equal(new TombstoneStamp(1, 0), await Store.GetStampAsync(Token));
    }

    [Fact]
    public async Task CompleteAsync_WithEnd_ChangesRecordAndTombstoneAtOnce()
    {
        var (kept, erasure) = (await AddAsync(), await AddAsync());
        var through = new Instant(123_456);
        var completed = erasure with { State = ErasureState.Completed, Values = null, Through = through, Places = [Place(5)] };

        await Store.CompleteAsync(completed, through, Token);

        Assert.Equivalent(completed, await Store.FindAsync(erasure.Id, Token), strict: true);
        Assert.Equal(kept.Id, Assert.Single(await Store.ListUnfinishedAsync(Token)).Id);
        Assert.Equal(through, (await Store.ListTombstonesAsync(Token)).Single(tombstone => tombstone.Erasure == erasure.Id).Through);
        Assert.Equal(new TombstoneStamp(2, 1), await Store.GetStampAsync(Token));
    }

    [Fact]
    public async Task CompleteAsync_ForEver_LeavesTheTombstoneWithoutEnd()
    {
        var erasure = await AddAsync();

        await Store.CompleteAsync(erasure with { State = ErasureState.Completed }, through: null, Token);

        Assert.Null(Assert.Single(await Store.ListTombstonesAsync(Token)).Through);
        Assert.Empty(await Store.ListUnfinishedAsync(Token));
    }

    [Fact]
    public async Task SaveAsync_Places_KeepsTheTombstone()
    {
        var erasure = await AddAsync();
        var running = erasure with { State = ErasureState.Running, Places = [Place(1), Place(2) with { IsPending = true }] };

        await Store.SaveAsync(running, Token);
        await Store.SaveAsync(running with { Id = Guid.CreateVersion7() }, Token);

        Assert.Equivalent(running, Assert.Single(await Store.ListUnfinishedAsync(Token)), strict: true);
        Assert.Single(await Store.ListTombstonesAsync(Token));
    }

    [Fact]
    public async Task ListAsync_Pages_AreNewestFirst()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await AddAsync()).Id);
        }

        ids.Sort();
        ids.Reverse();
        var first = await Store.ListAsync(new ErasureFilter(), before: null, 2, Token);
        var rest = await Store.ListAsync(new ErasureFilter(), first[^1].Id, 10, Token);

        Assert.Equal(ids, first.Concat(rest).Select(static erasure => erasure.Id));
    }

    [Fact]
    public async Task ListAndCount_Filtered_AgreeWithAWalkThroughAll()
    {
        // Names that hold another one, or what stands for something else in a pattern.
        string[][] keys = [["customer_id"], ["customer"], ["customer", "shop_id"], ["customer_id", "shop_id"], ["customerXid"], ["a%"], ["shop_id"]];
        var random = new Random(5);
        var all = new List<Erasure>();
        for (var i = 0; i < 40; i++)
        {
            var erasure = await AddOfAsync(random.Next(3) == 0 ? "cd" : "ab", keys[random.Next(keys.Length)]);
            if (random.Next(2) == 0)
            {
                erasure = erasure with { State = (ErasureState)random.Next(4) };
                await Store.SaveAsync(erasure, Token);
            }

            all.Add(erasure);
        }

        var newest = all.OrderByDescending(static erasure => erasure.Id).ToList();
        foreach (var filter in new ErasureState?[] { null, ErasureState.Queued, ErasureState.Completed, ErasureState.Failed }
            .SelectMany(static _ => new[] { null, "customer_id", "customer", "customer_", "shop_id", "a%", "nobody" }, static (state, key) => new ErasureFilter { State = state, JoinKey = key })
            .SelectMany(static _ => new[] { null, "ab", "ef" }, static (filter, entity) => filter with { Entity = entity }))
        {
            var expected = newest.Where(erasure => (filter.State is null || erasure.State == filter.State) && (filter.JoinKey is null || erasure.JoinKeys.Contains(filter.JoinKey)) && (filter.Entity is null || erasure.Fingerprint == filter.Entity)).Select(static erasure => erasure.Id).ToList();

            Assert.Equal(expected, (await Store.ListAsync(filter, before: null, 100, Token)).Select(static erasure => erasure.Id));
            Assert.Equal(expected.Where(id => id.CompareTo(newest[9].Id) < 0).Take(3), (await Store.ListAsync(filter, newest[9].Id, 3, Token)).Select(static erasure => erasure.Id));
        }

        foreach (var entity in new[] { null, "cd", "ef" })
        {
            Assert.Equal(
                all.Where(erasure => entity is null || erasure.Fingerprint == entity).CountBy(static erasure => (erasure.State, string.Join('+', erasure.JoinKeys))).Select(static count => (count.Key, (long)count.Value)).Order(),
                (await Store.CountAsync(entity, Token)).Select(static count => ((count.State, string.Join('+', count.JoinKeys)), count.Number)).Order());
        }
    }

    private static ErasedPlace Place(long count) => new()
    {
        Kind = ErasedPlaceKind.OfflineFile, Name = "spend@1", Outcome = ErasureOutcome.Erased, Count = count, Partition = 0, File = "a", Sha256 = "b", NewFile = "c", NewSha256 = "d", Note = "e",
    };

    private Task<Erasure> AddAsync(params string[] joinKeys) => AddOfAsync("ab", joinKeys);

    private async Task<Erasure> AddOfAsync(string fingerprint, params string[] joinKeys)
    {
        joinKeys = joinKeys.Length == 0 ? Keys : joinKeys;
        var erasure = new Erasure
        {
            Id = Guid.CreateVersion7(), State = ErasureState.Queued, JoinKeys = joinKeys, Fingerprint = fingerprint, Values = ["1", "23"], CreatedAt = new Instant(5), Reason = "asked", RequestedBy = "somebody",
        };
        await Store.AddAsync(erasure, new Tombstone(erasure.Id, joinKeys, fingerprint + "cd", Through: null), Token);
        return erasure;
    }
}
