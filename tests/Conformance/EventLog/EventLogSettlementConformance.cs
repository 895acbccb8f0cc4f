using Catalog.Core.Values;
using Ingestion.Ports;

namespace Conformance.EventLog;

/// <summary>What every event log promises of a moment that was settled; the second part of <see cref="EventLogConformance"/>.</summary>
public abstract class EventLogSettlementConformance : EventLogAppendConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Settle_ArrivalOfTheLastEvent_GivesTheEndAndWhatFollowsArrivesLater()
    {
        await Log.EnsureTopicAsync(Topic, 3, Token);
        await Log.AppendAsync(Topic, Batch("a", "b", "c", "d", "e", "f"), Token);
        var last = (await ReadAllAsync()).Max(static record => record.ArrivalTime);

        var ends = await Log.SettleAsync(Topic, last, Token);

        Assert.Equal(3, ends.Count);
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.Equal(await Log.GetEndOffsetAsync(Topic, partition, Token), ends[partition]);
        }

        await Log.AppendAsync(Topic, Batch("a", "b", "c", "d", "e", "f"), Token);
        for (var partition = 0; partition < 3; partition++)
        {
            Assert.All((await ReadPartitionAsync(partition, 100)).Where(record => record.Offset >= ends[partition]), record => Assert.True(record.ArrivalTime > last));
        }
    }

    [Fact]
    public async Task Settle_MomentToCome_MovesTheArrivalOfWhatFollowsBehindIt()
    {
        await Log.EnsureTopicAsync(Topic, 1, Token);
        var moment = Instant.Now(TimeProvider.System) + Fixture.FarthestMoment;

        Assert.Equal([0L], await Log.SettleAsync(Topic, moment, Token));
        await Log.SettleAsync(Topic, default, Token);
        await Log.AppendAsync(Topic, Batch("a"), Token);

        Assert.True((await ReadAllAsync())[0].ArrivalTime > moment);
    }

    [Fact]
    public async Task Settle_WhileManyAppend_MissesNothingThatHadArrived()
    {
        await Log.EnsureTopicAsync(Topic, 2, Token);
        var settled = new List<(Instant Moment, IReadOnlyList<long> Ends)>();
        var appenders = Enumerable.Range(0, 4).Select(appender => Task.Run(
            async () =>
            {
                for (var i = 0; i < 60; i++)
                {
                    await Log.AppendAsync(Topic, Batch($"{appender} {i}", $"{i}"), Token);
                }
            },
            Token)).ToArray();

        while (!Array.TrueForAll(appenders, static appender => appender.IsCompleted))
        {
            var moment = Instant.Now(TimeProvider.System);
            settled.Add((moment, await Log.SettleAsync(Topic, moment, Token)));
            Assert.True(await Log.GetEndOffsetAsync(Topic, 0, Token) >= settled[^1].Ends[0]);
        }

        await Task.WhenAll(appenders);
        for (var partition = 0; partition < 2; partition++)
        {
            var records = await ReadPartitionAsync(partition, 1000);
            Assert.All(settled, item => Assert.All(records.Where(record => record.Offset >= item.Ends[partition]), record => Assert.True(record.ArrivalTime > item.Moment)));
        }
    }
}
