using Conformance.ExternalTopics;
using Ingestion.Ports;

namespace Ingestion.Tests.Topics;

/// <summary>The topics in memory that other tests read from are as those of brokers.</summary>
public sealed class MemoryTopicsConformanceTests : ExternalTopicsConformance
{
    private readonly MemoryTopics _topics = new();

    protected override Task<(IExternalTopics Topics, string Connection)> OpenAsync() => Task.FromResult<(IExternalTopics, string)>((_topics, MemoryTopics.Connection));

    protected override Task<string> MakeTopicAsync(int partitions)
    {
        var name = $"t{Guid.NewGuid():N}";
        _topics.Make(name, partitions);
        return Task.FromResult(name);
    }

    protected override Task AppendAsync(TopicPlace place, params FeedRecord[] records)
    {
        Array.ForEach(records, record => _topics.Append(place, record));
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<DeadLetter>> ReadSentAsync(string topic)
        => Task.FromResult<IReadOnlyList<DeadLetter>>([.. _topics.Sent.Where(sent => sent.Topic == topic).Select(static sent => sent.Letter)]);
}
