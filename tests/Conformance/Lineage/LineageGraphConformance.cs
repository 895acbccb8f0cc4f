using Lineage.Graph;
using Lineage.Model;

namespace Conformance.Lineage;

/// <summary>The graph over every store, against a search written for plainness over all edges.</summary>
public abstract class LineageGraphConformance : IAsyncLifetime
{
    private LineageStores? _stores;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected LineageStores Stores => _stores ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _stores = await CreateAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task FindAsync_RandomGraph_EqualsTheOracle(int seed)
    {
        var events = new EventGenerator(seed).Make(40);
        await Stores.Events.AppendAsync(events, EventBuilder.Epoch, Token);
        var oracle = await GraphOracle.CreateAsync(Stores, Token);
        var service = new LineageGraphService(Stores.Graph);

        foreach (var start in oracle.Nodes)
        {
            foreach (var direction in new[] { LineageDirection.Upstream, LineageDirection.Downstream, LineageDirection.Both, LineageDirection.None })
            {
                foreach (var depth in new[] { 0, 1, 2, 20 })
                {
                    var query = new GraphQuery { NodeId = start, Direction = direction, Depth = depth };
                    var graph = await service.FindAsync(query, Token);
                    oracle.Check(graph, direction, depth);
                }
            }
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task FindAsync_RandomColumns_EqualsTheOracle(int seed)
    {
        var events = new EventGenerator(seed).Make(40);
        await Stores.Events.AppendAsync(events, EventBuilder.Epoch, Token);
        var oracle = await ColumnOracle.CreateAsync(Stores, Token);
        var service = new LineageGraphService(Stores.Graph);

        foreach (var (id, key) in oracle.Columns)
        {
            foreach (var direction in new[] { LineageDirection.Upstream, LineageDirection.Downstream })
            {
                var graph = await service.FindAsync(new GraphQuery { NodeId = id, Direction = direction, Depth = 100 }, Token);

                Assert.True(graph.Complete);
                Assert.Equal(oracle.Reach(key, direction), graph.Nodes.Select(node => node.Id).Order(StringComparer.Ordinal));
            }
        }
    }

    /// <summary>Opens an empty store for one test.</summary>
    protected abstract Task<LineageStores> CreateAsync();
}
