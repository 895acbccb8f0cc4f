using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace Conformance.Proof;

/// <summary>What every store of one-sided keys does. Tests use view names of their own.</summary>
public abstract class OneSidedKeysConformance : IAsyncLifetime
{
    private readonly FeatureViewId _view = new($"view-{Guid.CreateVersion7():N}", 2);

    private IOneSidedKeys? _keys;

    private IOneSidedKeys Keys => _keys ?? throw new InvalidOperationException("The store is not open yet.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IOneSidedKeys> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _keys = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ListAsync_NothingNoted_IsEmpty() => Assert.Empty(await Keys.ListAsync(_view, Token));

    [Fact]
    public async Task NoteAsync_KeysAgain_KeepsTheFirstSequenceOfEach()
    {
        await Keys.NoteAsync(_view, [new(Key(1), 9), new(Key(2), 5), new(Key(1), 7)], Token);
        await Keys.NoteAsync(_view, [new(Key(2), 6), new(Key(3), 8)], Token);
        await Keys.NoteAsync(_view with { Version = 3 }, [new(Key(1), 1)], Token);

        var listed = await Keys.ListAsync(_view, Token);

        Assert.Equal([(Key(1), 7L), (Key(2), 5L), (Key(3), 8L)], listed.Select(static entry => (entry.Key, entry.Value)).OrderBy(static entry => entry.Key.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task NoteAsync_ManyKeys_KeepsAll()
    {
        await Keys.NoteAsync(_view, [.. Enumerable.Range(0, 1_234).Select(static i => new OneSidedKey(Key(i), i))], Token);

        Assert.Equal(1_234, (await Keys.ListAsync(_view, Token)).Count);
    }

    [Fact]
    public async Task RemoveAsync_SomeKeys_KeepsTheOthers()
    {
        await Keys.NoteAsync(_view, [new(Key(1), 9), new(Key(2), 5), new(Key(3), 7)], Token);
        await Keys.NoteAsync(_view with { Version = 3 }, [new(Key(1), 1)], Token);

        await Keys.RemoveAsync(_view, [Key(1), Key(3), Key(4)], Token);

        Assert.Equal(Key(2), Assert.Single(await Keys.ListAsync(_view, Token)).Key);
        Assert.Single(await Keys.ListAsync(_view with { Version = 3 }, Token));
    }

    private static EntityKey Key(long id)
        => EntityKey.Create([new Entity { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" }], [Value.Of(id)]);
}
