using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingestion.Kafka.Sharing;
using Ingestion.Kafka.Tests.Servers;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Tests;

/// <summary>Processes that share partitions through the brokers, each as a member of its own.</summary>
public sealed class GroupSharesTests(SharedBroker broker) : IAsyncLifetime
{
    private const string Topic = "orders";
    private const int Partitions = 8;

    private readonly string _project = TestKafkaLog.NewProject();
    private readonly CountedEpochs _epochs = new();
    private string _address = string.Empty;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _address = await broker.AddressAsync();
        await using var log = TestKafkaLog.Open(_address, _project);
        await log.EnsureTopicAsync(Topic, Partitions, Token);
        await log.EnsureTopicAsync("other", 1, Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Follow_Alone_GivesAllPartitionsUntilTheyAreNotFollowed()
    {
        await using var one = Join(Topic);
        await WaitAsync(() => HeldBy(one).Count == Partitions);

        one.Follow(this, ["other"]);
        await WaitAsync(() => HeldBy(one).Count == 0 && one.Find("other", 0) is not null);
    }

    [Fact]
    public async Task Follow_BySecondProcess_SharesAndKeepsWhatStays()
    {
        await using var one = Join(Topic);
        await WaitAsync(() => HeldBy(one).Count == Partitions);
        var before = HeldBy(one);
        var epochs = await EpochsOf(before);

        await using var two = Join(Topic);
        await WaitAsync(() => HeldBy(one).Count == Partitions / 2 && HeldBy(two).Count == Partitions / 2);

        var (mine, others) = (HeldBy(one), HeldBy(two));
        Assert.Empty(mine.Keys.Intersect(others.Keys));
        Assert.All(mine, pair => Assert.Same(before[pair.Key], pair.Value));
        Assert.All(others.Keys, partition => Assert.False(before[partition].IsHeld));
        Assert.All(await EpochsOf(others), pair => Assert.True(pair.Value > epochs[pair.Key]));
    }

    [Fact]
    public async Task Dispose_OfOne_GivesItsPartitionsToTheOther()
    {
        await using var one = Join(Topic);
        var two = Join(Topic);
        await WaitAsync(() => HeldBy(one).Count == Partitions / 2 && HeldBy(two).Count == Partitions / 2);
        var left = HeldBy(two);

        await two.DisposeAsync();
        await WaitAsync(() => HeldBy(one).Count == Partitions);

        Assert.All(left.Values, static share => Assert.False(share.IsHeld));
        var lost = await Assert.ThrowsAsync<IngestionException>(async () => await left.Values.First().GetEpochAsync(Token));
        Assert.Equal(IngestionErrorCode.PartitionLost, lost.ErrorCode);
    }

    [Fact]
    public async Task GiveUp_WhileAPartitionIsWorkedOn_WaitsForItsEnd()
    {
        await using var one = Join(Topic);
        await WaitAsync(() => HeldBy(one).Count == Partitions);
        var before = HeldBy(one);
        var uses = before.Values.Select(static share => share.Use()).ToList();

        await using var two = Join(Topic);
        await WaitAsync(() => before.Values.Any(static share => !share.IsHeld));
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        Assert.Empty(HeldBy(two));

        uses.ForEach(static use => use.Dispose());
        await WaitAsync(() => HeldBy(two).Count == Partitions / 2);
    }

    [Fact]
    public async Task Follow_MoreProcessesThanPartitions_LogsOnlyPartitionsThatComeAndGo()
    {
        var (first, second) = (new Lines(), new Lines());
        await using (var two = Join(second, "other"))
        {
            await using (var one = Join(first, "other"))
            {
                await WaitForMembersAsync(2);
                await WaitAsync(() => one.Find("other", 0) is not null || two.Find("other", 0) is not null);
            }

            await WaitAsync(() => two.Find("other", 0) is not null);
        }

        Assert.NotEmpty(second.Said(4606));
        Assert.All([.. first.Said(4606), .. second.Said(4606), .. first.Said(4607), .. second.Said(4607)], line => Assert.Contains($"{_project}.other 0", line, StringComparison.Ordinal));
    }

    private static Dictionary<int, PartitionShare> HeldBy(GroupShares shares) => Enumerable.Range(0, Partitions)
        .Select(partition => shares.Find(Topic, partition)).OfType<PartitionShare>().Where(static share => share.IsHeld).ToDictionary(static share => share.Partition);

    private static async Task<Dictionary<int, long>> EpochsOf(Dictionary<int, PartitionShare> shares)
    {
        var epochs = new Dictionary<int, long>();
        foreach (var (partition, share) in shares)
        {
            epochs.Add(partition, await share.GetEpochAsync(Token));
        }

        return epochs;
    }

    private static async Task WaitAsync(Func<bool> isThere)
    {
        while (!isThere())
        {
            await Task.Delay(50, Token);
        }
    }

    private async Task WaitForMembersAsync(int count)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _address }).Build();
        await WaitAsync(() => admin.ListGroup($"{_project}-workers", TimeSpan.FromSeconds(10)) is { State: "Stable" } group && group.Members.Count == count);
    }

    private GroupShares Join(params string[] sources) => Join(NullLogger<GroupShares>.Instance, sources);

    private GroupShares Join(ILogger<GroupShares> logger, params string[] sources)
    {
        var options = new KafkaEventLogOptions { BootstrapServers = _address, Project = _project, SessionTimeout = TimeSpan.FromSeconds(6) };
        var shares = new GroupShares(Options.Create(options), _epochs, new ProcessName(), logger);
        shares.Follow(this, sources);
        return shares;
    }

    /// <summary>What was logged, by id.</summary>
    private sealed class Lines : ILogger<GroupShares>
    {
        private readonly ConcurrentQueue<(int Id, string Text)> _lines = [];

        public IEnumerable<string> Said(int id) => _lines.Where(line => line.Id == id).Select(static line => line.Text);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => _lines.Enqueue((eventId.Id, formatter(state, exception)));
    }

    private sealed class CountedEpochs : IPartitionEpochs
    {
        private readonly ConcurrentDictionary<(string Source, int Partition), long> _epochs = [];

        public Task<long> TakeAsync(string source, int partition, string owner, CancellationToken cancellationToken)
            => Task.FromResult(_epochs.AddOrUpdate((source, partition), 1, static (_, last) => last + 1));
    }
}
