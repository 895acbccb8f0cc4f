using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Captures;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Feeds;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Captures;

public sealed class CaptureServiceTests : IDisposable
{
    private readonly StoredState _state = new();
    private readonly MemoryCaptures _table = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Capture_ChangesOfAllKinds_AreEventsOrRefusedWithTheirPlace()
    {
        _table.Add(
            Change('r', "a"), Change('c', "b"), """{"op":"d","before":{"id":"a"},"after":null,"key":["id"],"source":{"ts_us":1795379686981380}}""",
            """{"op":"u","before":null,"after":{"id":"b"},"unchanged":["amount"],"key":["id"],"source":{"ts_us":1795379686981380}}""", """{"op":"u","before":null,"after":{"id":"b"},"key":["id"],"source":{"ts_us":1795379686981380}}""",
            Change('u', "c"));

        await using var test = await TestFeeds.StartAsync(_state, _table, new Versions(Source()));
        await WaitForAsync(test, 7);

        Assert.Equal(["a", "b", "a", "c"], await test.ReadIdsAsync());
        Assert.Equal(["4 malformed", "5 malformed"], _state.Quarantine.All.Select(static item => $"{item.RecordNumber} {item.Violations[0].Rule}"));
        Assert.Equal([(OriginKind.Capture, "shop.orders"), (OriginKind.Capture, "shop.orders")], _state.Quarantine.All.Select(static item => (item.Origin.Kind, item.Origin.Name)));
        Assert.Contains("'amount'", _state.Quarantine.All[1].Violations[0].Message, StringComparison.Ordinal);
        Assert.Equal("6", _table.Confirmed);
        Assert.Equal(100, test.Captures[0].Figures.RetainedBytes);
    }

    [Fact]
    public async Task Capture_SlotLost_IsToldWithItsCodeAndOfWhenItsFiguresAre()
    {
        _table.Add(Change('c', "a"));
        await using var test = await TestFeeds.StartAsync(_state, _table, new Versions(Source()));
        await WaitForAsync(test, 2);
        _table.Failure = new IngestionException(IngestionErrorCode.CaptureLost, "The slot was dropped.");
        while (test.Captures is not [{ State: PipelineState.Failing }])
        {
            await Task.Delay(5, Token);
        }

        var failing = test.Captures[0];
        Assert.Equal(("capture-lost", "The slot was dropped.", 2L), (failing.ErrorCode, failing.Error, failing.Position));
        Assert.NotNull(failing.SeenAt);
        _table.Failure = null;
        while (test.Captures is not [{ State: PipelineState.Running, ErrorCode: null }])
        {
            await Task.Delay(5, Token);
        }

        Assert.True(test.Captures[0].SeenAt > failing.SeenAt);
    }

    [Fact]
    public async Task Capture_DeletesIgnored_AreCountedInThePlaceAndMakeNoEvent()
    {
        _table.Add(Change('c', "a"), """{"op":"d","before":{"id":"a"},"after":null,"key":["id"]}""");
        await using (var test = await TestFeeds.StartAsync(_state, _table, new Versions(Source() with { Capture = MemoryCaptures.Capture with { Deletes = CaptureDeletes.Ignore } })))
        {
            await WaitForAsync(test, 3);
            Assert.Equal(["a"], await test.ReadIdsAsync());
        }

        _table.Add(Change('c', "b"));
        await using var second = await TestFeeds.StartAsync(_state, _table, new Versions(Source() with { Capture = MemoryCaptures.Capture with { Deletes = CaptureDeletes.Ignore } }));
        await WaitForAsync(second, 4);
        Assert.Equal(["a", "b"], await second.ReadIdsAsync());
    }

    [Fact]
    public async Task Capture_ProcessesThatDie_MakeEachChangeOneEvent()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(static number => $"o{number}")];
        _table.Add([.. ids.Select(static id => Change('c', id))]);
        for (var writes = 1; writes < 12; writes++)
        {
            var crash = new CrashPoint { At = writes };
            await using var dying = await TestFeeds.StartAsync(_state, _table, new Versions(Source()), crash);
            while (crash.Steps <= crash.At && dying.Captures is not [{ Position: > 40 }])
            {
                await Task.Delay(5, Token);
            }
        }

        await using var test = await TestFeeds.StartAsync(_state, _table, new Versions(Source()));
        await WaitForAsync(test, 41);
        Assert.Equal(ids, await test.ReadIdsAsync());
    }

    [Fact]
    public async Task Capture_OfANewVersion_KeepsItsSlotAndWithoutCaptureDropsIt()
    {
        _table.Add(Change('c', "a"));
        var versions = new Versions(Source());
        await using var test = await TestFeeds.StartAsync(_state, _table, versions);
        await WaitForAsync(test, 2);
        versions.Apply(Source() with { Version = 2, Description = "Changed." });
        _table.Add(Change('c', "b"));
        await WaitForAsync(test, 3);
        Assert.Empty(_table.Dropped);

        versions.Apply(Source() with { Version = 3, Capture = null });
        while (_table.Dropped.Count == 0)
        {
            await Task.Delay(5, Token);
        }

        Assert.Equal(["catalog_orders"], _table.Dropped);
        Assert.Empty(test.Captures);
        Assert.Equal(["a", "b"], await test.ReadIdsAsync());
    }

    [Fact]
    public async Task LeftSlots_ThatNoSourceReadsAndNobodyElse_AreFound()
    {
        _table.Slots.AddRange(["catalog_orders", "catalog_gone", "catalog_other_active"]);
        var left = new LeftSlots(_table, new Versions(Source()), TimeProvider.System);

        await left.LookAsync();

        Assert.Equal([new LeftSlot("memory", "catalog_gone", 7)], left.Found);
    }

    [Fact]
    public void Dataset_OfATable_IsNamedAsLineageDoes()
    {
        var dataset = CaptureDataset.Of(MemoryCaptures.Capture, _table);

        Assert.Equal(("postgres://db:5432", "shop.shop.orders"), (dataset.Namespace, dataset.Name));
    }

    private static Source Source()
    {
        var orders = Orders.Sources(FileFormat.Ndjson).Sources[0];
        return orders with { Capture = MemoryCaptures.Capture, Contract = null, Columns = [.. orders.Columns.Select(static column => column.Name == "at" ? column with { From = "change.commit_time" } : column)] };
    }

    private static string Change(char op, string id)
        => $$"""{"op":"{{op}}","before":null,"after":{"id":"{{id}}","at":"2026-01-01T00:00:00Z","amount":1},"key":["id"],"source":{"ts_us":1795379686981380,"lsn":5,"txId":7} }""";

    private static async Task WaitForAsync(TestFeeds test, long next)
    {
        while (test.Captures is not [{ State: PipelineState.Running } status] || status.Position < next)
        {
            await Task.Delay(5, Token);
        }
    }

    private sealed class Versions(Source first) : ISourceRegistry
    {
        private volatile Source _source = first;
        private long _stamp = 1;

        public IReadOnlyList<Source> Sources => [_source];

        public long Stamp => Interlocked.Read(ref _stamp);

        public Source? FindSource(string name, int? version = null) => name == _source.Name ? _source : null;

        public Contract? FindContract(string name) => null;

        internal void Apply(Source source)
        {
            _source = source;
            Interlocked.Increment(ref _stamp);
        }
    }
}
