using System.Buffers;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using Ingestion.Events;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Tests.Pipelines;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Tests.Sharing;

/// <summary>Two processes over the same stores, between which a partition goes to and fro.</summary>
public sealed class SharedPipelineTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly FakeFeatureRegistry _views = new(View);
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryOfflineFiles _files = new(TimeProvider.System);
    private readonly MemoryPumpReports _reports = new();
    private readonly HandedShares[] _shares = [new(), new()];
    private readonly ServiceProvider[] _processes = new ServiceProvider[2];
    private long _epoch;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView View { get; } = TestPipeline.View();

    private IEventLog EventLog => _processes[0].GetRequiredService<IEventLog>();

    private IOnlineStore Online => _processes[0].GetRequiredService<IOnlineStore>();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Write_PartitionHandedOverAtRandom_EndsAsIfOneHadWritten(int seed, bool keepsWriting)
    {
        await StartAsync();
        var random = new Random(seed);
        var purchases = Enumerable.Range(0, 2_000).Select(_ => (Customer: (long)random.Next(20), Second: random.Next(500), Amount: (double)random.Next(1000))).ToArray();
        var owner = 0;
        _shares[owner].Give(NewShare());
        for (var sent = 0; sent < purchases.Length;)
        {
            var count = Math.Min(random.Next(1, 100), purchases.Length - sent);
            await AppendAsync(purchases[sent..(sent + count)]);
            sent += count;
            await Task.Delay(random.Next(30), Token);
            if (random.Next(3) == 0)
            {
                owner = await HandOverAsync(owner, keepsWriting);
            }
        }

        await Pumps(1 - owner).FlushAsync(View.Id, Token);

        var rows = (await _manifest.GetSnapshotAsync(View.Id, Token)).Files.Where(static file => file.RowCount > 0).SelectMany(file => _files.Files[file.Path]).ToList();
        Assert.Equal(purchases.Select(static (purchase, index) => ((long)index, purchase.Amount)), rows.Select(static row => (row.Sequence, row.Values[0].AsDouble())));
        foreach (var customer in purchases.Select(static (purchase, index) => (purchase, index)).GroupBy(static entry => entry.purchase.Customer))
        {
            var newest = customer.OrderBy(static entry => entry.purchase.Second).ThenBy(static entry => entry.index).Last();
            Assert.Equal(newest.purchase.Amount, await LookUpAsync(customer.Key));
        }
    }

    [Fact]
    public async Task Flush_NobodyHoldsThePartition_WaitsForWhoTakesIt()
    {
        await StartAsync();
        await AppendAsync((1, 10, 1.5));

        var flush = Pumps(0).FlushAsync(View.Id, Token);
        await Task.Delay(100, Token);
        Assert.False(flush.IsCompleted);
        _shares[1].Give(NewShare());
        await flush;

        Assert.Equal(1.5, await LookUpAsync(1));
        Assert.Equal((1L, 1L), (Pumps(0).Statuses.Single().DurablePosition, Pumps(1).Statuses.Single().DurablePosition));
    }

    public async ValueTask DisposeAsync()
    {
        for (var process = _processes.Length - 1; process >= 0; process--)
        {
            if (_processes[process] is { } services)
            {
                await ((IHostedService)Pumps(process)).StopAsync(CancellationToken.None);
                await services.DisposeAsync();
            }
        }

        _folder.Dispose();
    }

    /// <param name="owner">Who has it.</param>
    /// <param name="keepsWriting">Whether he does not learn of it until the other has begun.</param>
    /// <returns>Who has it now.</returns>
    private async Task<int> HandOverAsync(int owner, bool keepsWriting)
    {
        if (!keepsWriting)
        {
            await _shares[owner].TakeBack();
        }

        var next = NewShare();
        await next.GetEpochAsync(Token);
        _shares[1 - owner].Give(next);
        if (keepsWriting)
        {
            // The other has begun, and both believe that they have it; the stores know better.
            await Task.Delay(20, Token);
            await _shares[owner].TakeBack();
        }

        return 1 - owner;
    }

    private PartitionShare NewShare() => new(TestPipeline.Source.Name, 0, _ => Task.FromResult(Interlocked.Increment(ref _epoch)), static () => true);

    private PipelineService Pumps(int process) => _processes[process].GetRequiredService<PipelineService>();

    private async Task StartAsync()
    {
        for (var process = 0; process < _processes.Length; process++)
        {
            var services = new ServiceCollection()
                .AddSingleton<ISourceRegistry>(new FixedSources(TestPipeline.Source, new Contract { Name = "none", Id = "none", Version = "1", ApiVersion = "v3.1.0" }))
                .AddSingleton<IPartitionShares>(_shares[process])
                .AddSingleton<IPumpReports>(_reports);
            if (process > 0)
            {
                services.AddSingleton(EventLog).AddSingleton(Online);
            }

            TestPipeline.AddPumps(services, _folder, _views, _manifest, _files, jobs: null, journal: null, versions: null, settings: []);
            _processes[process] = services.BuildServiceProvider();
            await EventLog.EnsureTopicAsync(TestPipeline.Source.Name, 1, Token);
            await ((IHostedService)Pumps(process)).StartAsync(Token);
            await Pumps(process).StartedAsync(Token);
        }
    }

    private async Task AppendAsync(params (long Customer, int Second, double Amount)[] purchases)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await EventLog.AppendAsync(TestPipeline.Source.Name, new AppendBatch([.. purchases.Select(purchase => new NewLogEvent(default, EventPayload.Encode(
            buffer, 1, EventTargets.Both,
            [Value.Of(purchase.Customer), Value.Of(new Instant(purchase.Second * 1_000_000L)), Value.Of(purchase.Amount), Value.Of(purchase.Amount)])))]), Token);
    }

    private async Task<double?> LookUpAsync(long customer)
    {
        var rows = new ReadOnlyMemory<byte>[1];
        await Online.ReadAsync([EntityKey.Create([TestPipeline.Customer], [Value.Of(customer)])], [View.Id.ToString()], rows, Token);
        var values = new Value[1];
        OnlineRowCodec.Decode(rows[0].Span, values);
        return values[0].AsDouble();
    }
}
