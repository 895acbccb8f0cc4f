using System.Buffers;
using Catalog.Core.Values;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Tests.Embedded;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Events;

public sealed class EventReaderTests : IAsyncLifetime
{
    private static readonly Source First = Make(1, "a", "b");
    private static readonly Source Second = Make(2, "b", "new", "a");

    private readonly TemporaryDirectory _folder = new();
    private TestLog? _log;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEventLog Log => _log!.Log; // Opened before every test.

    public async ValueTask InitializeAsync()
    {
        _log = TestLog.Open(_folder.Path);
        await Log.EnsureTopicAsync("lines", partitions: 1, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _log!.DisposeAsync(); // Opened before every test.
        _folder.Dispose();
    }

    [Fact]
    public async Task ReadAsync_EventsOfTwoVersions_StandInTheColumnsInForce()
    {
        await AppendAsync(1, "a1", "b1");
        await AppendAsync(2, "b2", "n2", "a2");

        var events = await Reader(First, Second).ReadAsync("lines", partition: 0, offset: 0, count: 10, Token);

        Assert.Equal([0, 1], events.Select(read => read.Sequence));
        Assert.Equal([Value.Of("b1"), Value.Null, Value.Of("a1")], events[0].Values);
        Assert.Equal([Value.Of("b2"), Value.Of("n2"), Value.Of("a2")], events[1].Values);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 10, 1)]
    [InlineData(3, 10, 0)]
    [InlineData(99, 10, 0)]
    public async Task ReadAsync_FromAnOffset_GivesWhatIsThere(long offset, int count, int expected)
    {
        await AppendAsync(1, "a", "b");
        await AppendAsync(1, "c", "d");
        await AppendAsync(1, "e", "f");

        Assert.Equal(expected, (await Reader(First).ReadAsync("lines", partition: 0, offset, count, Token)).Count);
    }

    [Fact]
    public async Task ReadAsync_PartitionThatDoesNotExist_NamesThoseThatDo()
    {
        var refused = await Assert.ThrowsAsync<IngestionException>(() => Reader(First).ReadAsync("lines", partition: 1, offset: 0, count: 1, Token));

        Assert.Equal("Source 'lines' has no partition '1'; its only one is 0.", refused.Message);
    }

    [Fact]
    public async Task ReadAsync_UnknownSourceOrVersion_IsRefused()
    {
        await AppendAsync(7, "a");

        var source = await Assert.ThrowsAsync<IngestionException>(() => Reader(First).ReadAsync("other", 0, 0, 1, Token));
        var version = await Assert.ThrowsAsync<IngestionException>(() => Reader(First).ReadAsync("lines", 0, 0, 1, Token));

        Assert.Equal((IngestionErrorCode.SourceNotFound, IngestionErrorCode.SourceNotFound), (source.ErrorCode, version.ErrorCode));
    }

    [Fact]
    public async Task FindNewestAsync_EmptyThenFilled_IsTheLast()
    {
        var reader = Reader(First);
        Assert.Null(await reader.FindNewestAsync("lines", Token));
        await AppendAsync(1, "a", "b");
        await AppendAsync(1, "c", "d");

        Assert.Equal([Value.Of("c"), Value.Of("d")], (await reader.FindNewestAsync("lines", Token))!.Values);
    }

    [Fact]
    public async Task ReadAsync_EventMadeOfAnother_ArrivedWhenThatDid()
    {
        var arrival = new Instant(1_234_567);
        var payload = EventPayload.Encode(new ArrayBufferWriter<byte>(), 1, EventTargets.Offline, [Value.Of("a"), Value.Of("b")], arrival);
        await Log.AppendAsync("lines", new AppendBatch([new NewLogEvent(default, payload)]), Token);
        await AppendAsync(1, "c", "d");

        var events = await Reader(First).ReadAsync("lines", partition: 0, offset: 0, count: 10, Token);

        Assert.Equal(arrival, events[0].ArrivalTime);
        Assert.True(events[1].ArrivalTime > arrival);
        Assert.Equal([Value.Of("a"), Value.Of("b")], events[0].Values);
        EventPayload.Decode(payload, out var head);
        Assert.Equal((EventTargets.Offline, 1, 2), (head.Targets, head.SourceVersion, head.ValueCount));
    }

    private EventReader Reader(params Source[] versions) => new(new VersionedSources(versions), Log);

    private async Task AppendAsync(int version, params string[] values)
    {
        var payload = EventPayload.Encode(new ArrayBufferWriter<byte>(), version, EventTargets.Both, [.. values.Select(Value.Of)]);
        await Log.AppendAsync("lines", new AppendBatch([new NewLogEvent(default, payload)]), Token);
    }

    private static Source Make(int version, params string[] columns) => new()
    {
        Name = "lines", Version = version, Domain = "shop", Owner = "crew", Format = FileFormat.Csv, TimestampColumn = "at",
        Columns = [.. columns.Select(column => new SourceColumn { Name = column, From = column, Type = new DataType(ScalarType.String) })],
    };
}
