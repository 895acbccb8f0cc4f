using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

/// <summary>Answers whose arrays later lookups use again.</summary>
public sealed class ReleasedAnswerTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly string[] Features = ["driver_stats:trips", "trip_stats:n_trips", "driver_stats:city", "driver_stats:conv_rate"];

    private readonly ServingFixture _serving = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task GetAsync_AfterAnswersWereLetGoOf_AnswersAsIfTheyHadNotBeen()
    {
        await WriteAsync();
        var random = new Random(20_261_201);
        for (var turn = 0; turn < 300; turn++)
        {
            var ids = ServingFixture.Ids([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.NextInt64(1, 6))]);
            var answer = await GetAsync(ids);

            // A lookup that was never let go of has arrays of its own.
            var alone = await Task.WhenAll(ids.Select(async id => (await GetAsync([id])).Columns));
            for (var column = 0; column < answer.Columns.Count; column++)
            {
                var (given, wanted) = (answer.Columns[column], alone.Select(columns => columns[column]).ToList());
                Assert.Equal(wanted.Select(static one => one.Values[0]), given.Values);
                Assert.Equal(wanted.Select(static one => one.Statuses[0]), given.Statuses);
                Assert.Equal(wanted.Select(static one => one.EventTimes[0]), given.EventTimes);
            }

            answer.Release();
            answer.Release();
        }
    }

    [Fact]
    public async Task GetAsync_ManyAtOnce_EachHasItsOwnAnswer()
    {
        await WriteAsync();
        var expected = new long?[6];
        for (var id = 1; id < expected.Length; id++)
        {
            expected[id] = (await GetAsync(ServingFixture.Ids(id))).Columns[2].Values[0] is { IsNull: false } value ? value.AsInt64() : null;
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var turn = 0; turn < 500; turn++)
            {
                var id = ((worker + turn) % 5) + 1;
                var answer = await GetAsync(ServingFixture.Ids(id));
                await Task.Yield();
                var value = answer.Columns[2].Values[0];
                Assert.Equal(expected[id], value.IsNull ? null : value.AsInt64());
                answer.Release();
            }
        })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task GetAsync_LetGoOf_AllocatesNoArraysOfValues(int rows)
    {
        await WriteAsync();
        var ids = ServingFixture.Ids([.. Enumerable.Range(0, rows).Select(static row => (row % 5) + 1L)]);
        var (kept, released) = (Allocated(isReleased: false), Allocated(isReleased: true));

        // Four features for each row: a value, a status and, but for those of one view together, an event time.
        Assert.InRange(released, 0, kept - (4 * rows * 25));

        long Allocated(bool isReleased)
        {
            const int turns = 200;
            var before = 0L;
            for (var turn = -turns; turn < turns; turn++)
            {
                before = turn == 0 ? GC.GetAllocatedBytesForCurrentThread() : before;
                var answer = GetAsync(ids);
                Assert.True(answer.IsCompletedSuccessfully, "The embedded store answers at once, so that all is allocated by this thread.");
                if (isReleased)
                {
                    answer.Result.Release();
                }
            }

            return (GC.GetAllocatedBytesForCurrentThread() - before) / turns;
        }
    }

    [Fact]
    public void Return_MoreThanThereIsRoomFor_ForgetsWhatNobodyAsksFor()
    {
        var pool = new LookupBufferPool(maxBytes: 100_000);
        var (small, other, large) = (pool.Take(4, 100), pool.Take(8, 200), pool.Take(100, 1_000));

        pool.Return(small);
        pool.Return(large);
        Assert.Same(small, pool.Take(4, 100));
        Assert.NotSame(large, pool.Take(100, 1_000));

        pool.Return(small);
        for (var i = 0; i < 5; i++)
        {
            pool.Return(new LookupBuffers(8, 200));
        }

        pool.Return(other);
        Assert.NotSame(small, pool.Take(4, 100));
        Assert.Equal((8, 200), (pool.Take(8, 200).Slots, other.RowCount));
    }

    [Fact]
    public void Clear_LeavesNothingOfAnAnswer()
    {
        var buffers = new LookupBuffers(2, 3);
        buffers.Values[1][2] = Value.Of("somebody");
        buffers.Statuses[0][1] = FieldStatus.Present;
        buffers.TakeTimes()[0] = new Instant(7);
        var rows = buffers.TakeRows(5);
        rows[4] = new byte[] { 1 };

        buffers.Clear();

        Assert.All(buffers.Values.SelectMany(static values => values), static value => Assert.True(value.IsNull));
        Assert.All(buffers.Statuses.SelectMany(static statuses => statuses), static status => Assert.Equal(FieldStatus.Invalid, status));
        Assert.Equal(new Instant[3], buffers.TakeTimes());
        Assert.Same(rows, buffers.TakeRows(5));
        Assert.All(rows, static row => Assert.True(row.IsEmpty));
    }

    private async Task WriteAsync()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Of("Linz"));
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(2), Hour, Value.Null, Value.Of(8L), Value.Null);
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(3), 25 * Hour, Value.Of(0.1f), Value.Of(9L), Value.Of("Graz"));
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(4), Hour, Value.Of(0.2f), Value.Null, Value.Of("Wien"));
        await _serving.WriteAsync(ServingFixture.Trips, [Value.Of(1L), Value.Of("C9")], Hour, Value.Of(4));
    }

    private Task<OnlineFeaturesResponse> GetAsync(IReadOnlyList<Value> ids)
        => _serving.GetAsync(Features, ("driver_id", [.. ids]), ("customer_id", [.. ids.Select(static _ => Value.Of("C9"))])).AsTask();
}
