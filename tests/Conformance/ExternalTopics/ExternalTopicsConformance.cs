using System.Text;
using Ingestion;
using Ingestion.Ports;

namespace Conformance.ExternalTopics;

/// <summary>What holds of every <see cref="IExternalTopics"/>.</summary>
public abstract class ExternalTopicsConformance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The topics, and a connection of theirs.</summary>
    protected abstract Task<(IExternalTopics Topics, string Connection)> OpenAsync();

    /// <summary>Makes a topic of a new name.</summary>
    protected abstract Task<string> MakeTopicAsync(int partitions);

    /// <summary>Appends records whose offsets do not matter.</summary>
    protected abstract Task AppendAsync(TopicPlace place, params FeedRecord[] records);

    /// <summary>The values of a topic of one partition.</summary>
    protected abstract Task<IReadOnlyList<DeadLetter>> ReadSentAsync(string topic);

    [Fact]
    public async Task CountPartitions_OfExistingAndMissingTopic_TellsAndMakesNone()
    {
        var (topics, connection) = await OpenAsync();
        var topic = await MakeTopicAsync(3);

        Assert.Contains(connection, topics.Connections);
        Assert.Equal(3, await topics.CountPartitionsAsync(connection, topic, Token));
        Assert.Equal(0, await topics.CountPartitionsAsync(connection, topic + "-missing", Token));
        Assert.Equal(0, await topics.CountPartitionsAsync(connection, topic + "-missing", Token));
        Assert.Matches("^[^:/]+:[0-9]+$", topics.AddressOf(connection));
    }

    [Fact]
    public async Task AnyCall_UnknownConnection_IsRefused()
    {
        var (topics, _) = await OpenAsync();

        var refused = await Assert.ThrowsAsync<IngestionException>(async () => await topics.CountPartitionsAsync("nowhere", "t", Token));

        Assert.Equal(IngestionErrorCode.InvalidRequest, refused.ErrorCode);
        Assert.Contains("nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Throws<IngestionException>(() => topics.Open("nowhere", new TopicPlace("t", 0), 0));
    }

    [Fact]
    public async Task GetExtent_GrowsWithTheRecords()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(2), 1);
        Assert.Equal(new TopicExtent(0, 0), await topics.GetExtentAsync(connection, place, Token));

        await AppendAsync(place, Record("k", "a"), Record("k", "b"));

        Assert.Equal(new TopicExtent(0, 2), await topics.GetExtentAsync(connection, place, Token));
        Assert.Equal(new TopicExtent(0, 0), await topics.GetExtentAsync(connection, place with { Partition = 0 }, Token));
    }

    [Fact]
    public async Task GetExtent_MissingTopic_SaysSo()
    {
        var (topics, connection) = await OpenAsync();
        var name = await MakeTopicAsync(1) + "-missing";

        var missing = await Assert.ThrowsAsync<IngestionException>(async () => await topics.GetExtentAsync(connection, new TopicPlace(name, 0), Token));

        Assert.Equal(IngestionErrorCode.TopicUnavailable, missing.ErrorCode);
        Assert.Contains(name, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_AllShapes_GivesThemAsTheyCame()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(1), 0);
        await AppendAsync(
            place,
            Record("k", "value") with { Headers = [new("a", "1"u8.ToArray()), new("a", null), new("b", ReadOnlyMemory<byte>.Empty)] },
            Record(null, "no key"),
            Record("gone", null),
            Record("", ""));

        var records = await ReadAsync(topics.Open(connection, place, 0), 4);

        Assert.Equal(["0 k=value", "1 null=no key", "2 gone=null", "3 ="], records.ConvertAll(Show));
        Assert.Equal(["a=1", "a=null", "b="], records[0].Headers.Select(static header => $"{header.Name}={Text(header.Value)}"));
        Assert.Empty(records[1].Headers);
    }

    [Fact]
    public async Task Read_FromTheMiddle_GoesOnThereAndWaitsForMore()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(2), 1);
        await AppendAsync(place, Record("k", "0"), Record("k", "1"), Record("k", "2"));
        using var reader = topics.Open(connection, place, 1);

        Assert.Equal(["1 k=1", "2 k=2"], (await ReadAsync(reader, 2)).ConvertAll(Show));
        var none = await reader.ReadAsync(10, 1_000_000, Impatience, Token);
        Assert.Empty(none.Records);
        Assert.Equal((3, 3), (none.Next, none.End));
        var later = ReadAsync(reader, 1);
        await AppendAsync(place, Record("k", "3"));
        Assert.Equal(["3 k=3"], (await later).ConvertAll(Show));
    }

    [Fact]
    public async Task Read_Bounds_AreKeptAndNothingIsLeftOut()
    {
        const int Count = 50;
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(1), 0);
        await AppendAsync(place, [.. Enumerable.Range(0, Count).Select(static number => Record("k", new string('x', 99) + number))]);
        using var reader = topics.Open(connection, place, 0);

        var (offsets, end) = (new List<long>(), 0L);
        while (offsets.Count < Count)
        {
            var batch = await reader.ReadAsync(maxRecords: 7, maxBytes: 300, Patience, Token);
            Assert.InRange(batch.Records.Count, 1, 3);
            Assert.Equal(batch.Records[^1].Offset + 1, batch.Next);
            Assert.True(batch.End >= batch.Next);
            offsets.AddRange(batch.Records.Select(static record => record.Offset));
            end = batch.End;
        }

        Assert.Equal(Enumerable.Range(0, Count).Select(static number => (long)number), offsets);
        Assert.Equal(Count, end);
    }

    [Fact]
    public async Task Read_Cancelled_EndsWithoutPassingOverARecord()
    {
        var (topics, connection) = await OpenAsync();
        var place = new TopicPlace(await MakeTopicAsync(1), 0);
        using var reader = topics.Open(connection, place, 0);
        using var stop = new CancellationTokenSource();
        var reading = reader.ReadAsync(10, 1_000, Patience, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        await AppendAsync(place, Record("k", "0"));
        Assert.Equal(["0 k=0"], (await ReadAsync(reader, 1)).ConvertAll(Show));
    }

    [Fact]
    public async Task Send_Records_ArriveAsTheyAre()
    {
        var (topics, connection) = await OpenAsync();
        var topic = await MakeTopicAsync(1);
        DeadLetter[] letters =
        [
            new(Bytes("k"), Bytes("raw"), [new("catalog.rule", "malformed"u8.ToArray()), new("catalog.rule", "other"u8.ToArray())]),
            new(null, null, []),
        ];

        await topics.SendAsync(connection, topic, letters, Token);

        var sent = await ReadSentAsync(topic);
        Assert.Equal(["k=raw malformed other", "null=null "], sent.Select(
            static letter => $"{Text(letter.Key)}={Text(letter.Value)} {string.Join(' ', letter.Headers.Select(static header => Text(header.Value)))}"));
    }

    protected static FeedRecord Record(string? key, string? value) => new(0, Bytes(key), Bytes(value), []);

    private static async Task<List<FeedRecord>> ReadAsync(ITopicReader reader, int count)
    {
        var records = new List<FeedRecord>();
        while (records.Count < count)
        {
            var batch = await reader.ReadAsync(100, 1_000_000, Patience, Token);
            Assert.NotEmpty(batch.Records);
            records.AddRange(batch.Records);
        }

        return records;
    }

    private static string Show(FeedRecord record) => $"{record.Offset} {Text(record.Key)}={Text(record.Value)}";

    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } present ? Encoding.UTF8.GetString(present.Span) : "null";
}
