using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Conformance;
using Ingestion.Ports;
using Servers;
using static Ingestion.Kafka.Tests.TestKafkaLog;

namespace Ingestion.Kafka.Tests;

/// <summary>What holds while the broker is away and when it comes back.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string Topic = "orders";

    private readonly ConcurrentQueue<string> _told = [];
    private KafkaServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KafkaServer Server => _server ?? throw new InvalidOperationException("The test has not begun.");

    public async ValueTask InitializeAsync() => _server = await TestServers.KafkaAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task AnyCall_BrokerAway_FailsClearlyAndWorksAgainAfterwards()
    {
        await using var log = Open("one");
        await log.EnsureTopicAsync(Topic, 1, Token);
        await log.AppendAsync(Topic, Batch(1), Token);
        await Server.KillAsync();
        var wait = log.WaitForAsync(Topic, 0, await log.GetEndOffsetAsync(Topic, 0, Token), Token).AsTask();

        await AssertUnavailableAsync(async () => await log.AppendAsync(Topic, Batch(2) with { Producer = null, Mark = default }, Token));
        await AssertUnavailableAsync(async () => await log.EnsureTopicAsync("another", 1, Token));
        Assert.Single(await log.ReadAsync(Topic, 0, 0, 10, Token)); // Still in memory.
        Assert.False(wait.IsCompleted);

        await Server.StartAgainAsync();
        Assert.Equal("1", Text(await PatientlyAsync(async () => await log.GetProducerMarkAsync(Topic, "file", Token))));
        await PatientlyAsync(async () => await log.AppendAsync(Topic, Batch(2), Token));
        await wait;
    }

    [Fact]
    public async Task Append_WhileTheBrokerIsKilledAgainAndAgain_LosesAndDoublesNothing()
    {
        const int Kills = 3;
        const int EventsAfterwards = 50;
        await using var log = Open("one");
        await log.EnsureTopicAsync(Topic, 1, Token);
        using var stop = new CancellationTokenSource();
        var appended = Task.Run(() => AppendUntilAsync(log, stop.Token), Token);

        var random = new Random(7);
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(random.Next(100, 1500), Token);
            await Server.KillAsync();
            await Server.StartAgainAsync();
        }

        var mark = await PatientlyAsync(async () => await log.GetEndOffsetAsync(Topic, 0, Token));
        await log.WaitForAsync(Topic, 0, mark + EventsAfterwards, Token);
        await stop.CancelAsync();
        var last = await appended;

        await using var fresh = Open("two");
        var read = (await fresh.ReadAsync(Topic, 0, 0, 1_000_000, Token)).Select(static record => (record.Offset, Number: int.Parse(Text(record.Payload)!, CultureInfo.InvariantCulture))).ToList();
        Assert.True(Enumerable.Range(1, last).SequenceEqual(read.Select(static record => record.Number)), Describe(last, read));
    }

    /// <summary>What is needed to find out what went wrong: around each record that does not follow its predecessor the offsets, and all that the producer was told.</summary>
    private string Describe(int last, List<(long Offset, int Number)> read)
    {
        var places = Enumerable.Range(0, read.Count + 1).Where(i => (i < read.Count ? read[i].Number : last + 1) != (i == 0 ? 1 : read[i - 1].Number + 1));
        var around = places.Select(i => string.Join(' ', read.Skip(Math.Max(0, i - 3)).Take(6).Select(static record => $"{record.Offset}={record.Number}")));
        return $"1 to {last} were appended, and read were {read.Count} records, wrong around the offsets {string.Join(" and ", around)}. The producer: {string.Join("; ", _told)}";
    }

    /// <summary>Appends 1, 2, 3, ... as a file is ingested: after every failure it asks for the mark and goes on behind it.</summary>
    private async Task<int> AppendUntilAsync(KafkaEventLog log, CancellationToken stop)
    {
        var next = 1;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await log.AppendAsync(Topic, Batch(next), Token);
                next++;
            }
            catch (IngestionException exception)
            {
                _told.Enqueue($"append of {next} failed at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff} ({exception.Message})");
                var mark = await PatientlyAsync(async () => await log.GetProducerMarkAsync(Topic, "file", Token));
                next = mark is null ? 1 : int.Parse(Text(mark)!, CultureInfo.InvariantCulture) + 1;
                _told.Enqueue($"mark at {TimeProvider.System.GetUtcNow():HH:mm:ss.fff} is {Text(mark) ?? "none"}");
            }
        }

        return next - 1;
    }

    private KafkaEventLog Open(string instance) => TestKafkaLog.Open(
        Server.Address, "outage", options => (options.Instance, options.Timeout) = (instance, TimeSpan.FromSeconds(2)));

    private static AppendBatch Batch(int number)
    {
        var bytes = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        return new([new NewLogEvent(default, bytes)], "file", bytes);
    }

    private static async Task AssertUnavailableAsync(Func<Task> action)
        => Assert.Equal(IngestionErrorCode.EventLogUnavailable, (await Assert.ThrowsAsync<IngestionException>(action)).ErrorCode);

    private static async Task<T> PatientlyAsync<T>(Func<Task<T>> action)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await action();
            }
            catch (IngestionException exception) when (exception.ErrorCode == IngestionErrorCode.EventLogUnavailable && watch.Elapsed < TimeSpan.FromMinutes(3))
            {
                await Task.Delay(100, Token);
            }
        }
    }
}
