using Conformance.ExternalTopics;
using Ingestion.Model;
using Ingestion.Tests.Testing;
using Ingestion.Topics;

namespace Ingestion.Tests.Topics;

public sealed class TopicPartitionsTests
{
    private static readonly SourceTopic Topic = new() { Name = "orders", Connection = MemoryTopics.Connection };

    private readonly MemoryTopics _topics = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Look_PartitionsAddedLater_AreFoundAndNew()
    {
        _topics.Make("orders", 2);
        var partitions = new TopicPartitions(_topics, _clock);
        Assert.Equal(1, partitions.CountOf(Topic));
        partitions.Look([Topic]);
        await WaitAsync(partitions, 2);
        Assert.False(partitions.IsNew(Topic, 1));

        _topics.Make("orders", 3);
        partitions.Look([Topic]);
        _clock.Move(TimeSpan.FromSeconds(31));
        partitions.Look([Topic]);
        await WaitAsync(partitions, 3);

        Assert.False(partitions.IsNew(Topic, 1));
        Assert.True(partitions.IsNew(Topic, 2));
    }

    [Fact]
    public async Task Look_TopicMadeAfterTheFirstLook_IsNewAltogether()
    {
        var partitions = new TopicPartitions(_topics, _clock);
        Assert.False(partitions.IsNew(Topic, 0));
        partitions.Look([Topic]);
        while (!partitions.IsNew(Topic, 0))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        _topics.Make("orders", 1);
        Assert.True(partitions.IsNew(Topic, 0));
    }

    [Fact]
    public async Task Look_BrokersAway_IsAskedAgain()
    {
        _topics.Make("orders", 2);
        _topics.IsAway = true;
        var partitions = new TopicPartitions(_topics, _clock);
        partitions.Look([Topic]);
        Assert.Equal(1, partitions.CountOf(Topic));

        _topics.IsAway = false;
        while (partitions.CountOf(Topic) == 1)
        {
            _clock.Move(TimeSpan.FromSeconds(3));
            partitions.Look([Topic]);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.False(partitions.IsNew(Topic, 1));
    }

    private static async Task WaitAsync(TopicPartitions partitions, int count)
    {
        while (partitions.CountOf(Topic) != count)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
