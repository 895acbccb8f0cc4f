using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Embedded;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Ports;
using Catalog.Definitions.Tests.Testing;
using FeatureStore.Ports;
using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Catalog.Definitions.Tests;

public sealed class DefinitionsServicesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddDefinitions_Host_LoadsBeforeItHasStarted()
    {
        var store = new InMemoryDefinitionStore();
        await using (var writer = Build(store))
        {
            await writer.GetRequiredService<DefinitionService>().ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = Shop.Files }, Author = "ana" }, Token);
        }

        await using var services = Build(store, refresh: "00:00:00");
        var hosted = Assert.Single(services.GetServices<IHostedService>());
        await hosted.StartAsync(Token);

        Assert.NotNull(services.GetRequiredService<IFeatureRegistry>().FindView("profile"));
        Assert.NotNull(services.GetRequiredService<ISourceRegistry>().FindContract("sales"));
        Assert.Same(services.GetRequiredService<IFeatureRegistry>(), services.GetRequiredService<ISourceRegistry>());
        Assert.Equal(1, services.GetRequiredService<ISourceRegistry>().Stamp);
        await hosted.StopAsync(Token);
    }

    [Fact]
    public async Task AddDefinitions_ChangeOfAnotherProcess_IsSeenAfterTheInterval()
    {
        var store = new InMemoryDefinitionStore();
        var clock = new TickingClock();
        await using var reader = Build(store, clock: clock);
        var registry = reader.GetRequiredService<DefinitionRegistry>();
        var hosted = reader.GetServices<IHostedService>().Single();
        await hosted.StartAsync(Token);
        var changed = new TaskCompletionSource();
        registry.Changed += (_, _) => changed.SetResult();
        await using (var writer = Build(store))
        {
            await writer.GetRequiredService<DefinitionService>().ApplyAsync(new ApplyRequest { Plan = new PlanRequest { Files = Shop.Files }, Author = "ana" }, Token);
        }

        Assert.Empty(registry.Views);
        await clock.TickAsync();
        await changed.Task.WaitAsync(Token);

        Assert.Single(registry.Views);
        await hosted.StopAsync(Token);
    }

    [Theory]
    [InlineData("00:00:00.5")]
    [InlineData("02:00:00")]
    [InlineData("-00:00:01")]
    public void AddDefinitions_IntervalOutOfBounds_IsRefusedWithItsKey(string interval)
    {
        using var services = Build(new InMemoryDefinitionStore(), interval);

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DefinitionsOptions>>().Value);

        Assert.Contains("Catalog:Definitions:RefreshInterval", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlanAsync_WithAnEventLog_CountsTheRowsOfABackfill()
    {
        var log = new CountingLog { ["sales"] = [10, 5] };
        await using var services = Build(new InMemoryDefinitionStore(), log: log);

        var plan = await services.GetRequiredService<DefinitionService>().PlanAsync(new PlanRequest { Files = Shop.Files }, Token);

        Assert.Equal(15, plan.Changes.Single(static change => change.Id.Kind == DefinitionKind.FeatureView).Consequences.Single().Rows);
    }

    [Fact]
    public void ToNode_View_SpellsTypesAndDurationsAsDefinitionsDo()
    {
        var set = DefinitionSet.FromFiles(Shop.With("features:", "ttl: 30d\nfeatures:"). Where(static file => file.Path != "service.yaml").Append(
            new DefinitionFile("service.yaml", Shop.Service)).ToList());

        var json = DefinitionJson.ToNode(set.FindView("profile")!);

        Assert.Equal(("30d", "double", "newest", "int64"), ((string?)json["ttl"], (string?)json["features"]![0]!["type"], (string?)json["nullPolicy"], (string?)json["entities"]![0]!["type"]));
    }

    private static ServiceProvider Build(IDefinitionStore store, string refresh = "00:00:05", TimeProvider? clock = null, IEventLog? log = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Catalog:Definitions:RefreshInterval"] = refresh }).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton(store).AddSingleton(clock ?? TimeProvider.System);
        if (log is not null)
        {
            services.AddSingleton(log);
        }

        return services.AddDefinitions(configuration).BuildServiceProvider();
    }

    /// <summary>A clock whose one timer fires when the test says so.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private readonly TaskCompletionSource<TimerCallback> _callback = new();
        private object? _state;

        public async Task TickAsync() => (await _callback.Task)(_state);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _state = state;
            _callback.TrySetResult(callback);
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>A log that only knows how many events its partitions have.</summary>
    private sealed class CountingLog : Dictionary<string, long[]>, IEventLog
    {
        public ValueTask<int> GetPartitionCountAsync(string topic, CancellationToken cancellationToken) => new(TryGetValue(topic, out var ends) ? ends.Length : 0);

        public ValueTask<long> CountAsync(string topic, CancellationToken cancellationToken) => new(this[topic].Sum());

        public ValueTask<long> GetEndOffsetAsync(string topic, int partition, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask EnsureTopicAsync(string topic, int partitions, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LogPosition>> AppendAsync(string topic, AppendBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ReadOnlyMemory<byte>?> GetProducerMarkAsync(string topic, string producer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string topic, int partition, long offset, int maxRecords, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WaitForAsync(string topic, int partition, long offset, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<long>> SettleAsync(string topic, Instant arrival, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
