using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

public sealed class ExampleKeysTests : IAsyncDisposable
{
    private readonly ServingFixture _fixture = new();
    private readonly ExampleKeys _keys;

    public ExampleKeysTests() => _keys = new ExampleKeys(_fixture.Store, _fixture.Clock);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task FindAsync_SeveralKeys_GivesThoseWithTheNewestEvents()
    {
        foreach (var (id, hours) in new[] { (1, 30), (2, 1), (3, 0), (4, 9) })
        {
            await _fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(id), TimeSpan.FromHours(hours), Value.Of(0.5f), Value.Null, Value.Null);
        }

        var found = await _keys.FindAsync(ServingFixture.Stats, 3, ServingFixture.Token);

        Assert.Equal([3L, 2L, 4L], found.Select(static key => Assert.Single(key).Value.AsInt64()));
    }

    [Fact]
    public async Task FindAsync_TwoJoinKeys_NamesBoth()
    {
        await _fixture.WriteAsync(ServingFixture.Trips, [Value.Of(7L), Value.Of("a")], default, Value.Of(1));

        var key = Assert.Single(await _keys.FindAsync(ServingFixture.Trips, 3, ServingFixture.Token));

        Assert.Equal((Value.Of(7L), Value.Of("a")), (key["driver_id"], key["customer_id"]));
    }

    [Fact]
    public async Task FindAsync_FewKeysInAge_LooksAtMoreToFindOne()
    {
        var view = ServingFixture.Stats with { Ttl = TimeSpan.FromHours(1) };
        for (var id = 1; id <= 1_200; id++)
        {
            await _fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(id), TimeSpan.FromHours(id == 777 ? 0 : 30), Value.Of(0.5f), Value.Null, Value.Null);
        }

        Assert.Equal(777, Assert.Single((await _keys.FindAsync(view, 1, ServingFixture.Token))[0]).Value.AsInt64());
    }

    [Fact]
    public async Task FindAsync_NothingThereOrNotOnline_IsEmpty()
    {
        Assert.Empty(await _keys.FindAsync(ServingFixture.Stats, 3, ServingFixture.Token));
        Assert.Empty(await _keys.FindAsync(ServingFixture.Stats with { Online = false }, 3, ServingFixture.Token));
    }
}
