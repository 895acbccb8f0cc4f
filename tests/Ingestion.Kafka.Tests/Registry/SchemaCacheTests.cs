using Ingestion.Kafka.Registry;

namespace Ingestion.Kafka.Tests.Registry;

public sealed class SchemaCacheTests
{
    private readonly StepClock _clock = new();
    private readonly List<int> _asked = [];
    private Func<int, KnownSchema> _answer = static _ => KnownSchema.Of(RegisteredSchema.Json, schema: null);

    [Fact]
    public async Task Find_KnownSchema_IsAskedForOnceForEver()
    {
        var cache = Cache();

        await FindAsync(cache, 1);
        _clock.Now += TimeSpan.FromDays(1000);
        await FindAsync(cache, 1);

        Assert.Equal([1], _asked);
    }

    [Fact]
    public async Task Find_UnknownId_IsAskedForAgainAfterAWhile()
    {
        var cache = Cache();
        _answer = static _ => KnownSchema.Unknown;

        await FindAsync(cache, 1);
        _clock.Now += SchemaCache.Unknown - TimeSpan.FromTicks(1);
        Assert.Null((await FindAsync(cache, 1)).Type);
        Assert.Equal([1], _asked);

        _answer = static _ => KnownSchema.Of(RegisteredSchema.Json, schema: null);
        _clock.Now += TimeSpan.FromTicks(1);
        Assert.Equal(RegisteredSchema.Json, (await FindAsync(cache, 1)).Type);
        Assert.Equal([1, 1], _asked);
    }

    [Fact]
    public async Task Find_RegistryFails_TheNextOneAsksAgain()
    {
        var cache = Cache();
        _answer = static _ => throw new IngestionException(IngestionErrorCode.SchemaRegistryUnavailable, "away");

        await Assert.ThrowsAsync<IngestionException>(() => FindAsync(cache, 1));
        _answer = static _ => KnownSchema.Of(RegisteredSchema.Json, schema: null);

        Assert.Equal(RegisteredSchema.Json, (await FindAsync(cache, 1)).Type);
        Assert.Equal([1, 1], _asked);
    }

    [Fact]
    public async Task Find_MoreIdsThanAreKept_TheOldestIsAskedForAgain()
    {
        var cache = Cache();

        for (var id = 0; id <= SchemaCache.Capacity; id++)
        {
            await FindAsync(cache, id);
        }

        await FindAsync(cache, SchemaCache.Capacity);
        await FindAsync(cache, 1);
        Assert.Equal(SchemaCache.Capacity + 1, _asked.Count);
        await FindAsync(cache, 0);
        Assert.Equal(SchemaCache.Capacity + 2, _asked.Count);
    }

    private SchemaCache Cache() => new(
        id =>
        {
            _asked.Add(id);
            return Task.FromResult(_answer(id));
        },
        _clock);

    private static Task<KnownSchema> FindAsync(SchemaCache cache, int id) => cache.FindAsync(id, TestContext.Current.CancellationToken).AsTask();

    private sealed class StepClock : TimeProvider
    {
        internal TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
