using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.Tests.PointInTime;

public sealed class PointInTimeSweepTests
{
    private static readonly FeatureView Plain = new()
    {
        Name = "v", Version = 1, Domain = "d", Owner = "o", Entities = [], Source = "s", TimestampColumn = "t", Features = [],
    };

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 300)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Matches_RandomRowsInAnyOrder_EqualTheNaiveOracle(int seed)
    {
        var random = new Random(seed);
        var view = Plain with { Ttl = TimeSpan.FromMicroseconds(random.Next(3) * random.Next(12)), StrictBefore = random.Next(2) == 0 };
        Instant? asKnownAt = random.Next(2) == 0 ? new Instant(random.Next(60)) : null;
        var asKnownAtEntityTime = random.Next(2) == 0;
        var rules = new PointInTimeRules(view, asKnownAt, asKnownAtEntityTime);
        var entities = RandomEntities(random);
        var history = RandomHistory(random);

        if (seed % 3 > 0)
        {
            // As compacted files give them; or two such files one after the other.
            history = [.. history.OrderBy(row => seed % 3 == 1 ? 0 : row.Sequence % 2).ThenBy(static row => row.Key).ThenBy(static row => row.EventTime).ThenBy(static row => row.Sequence)];
        }

        using var sweep = new PointInTimeSweep(rules, entities.Length);
        foreach (var entity in entities)
        {
            sweep.AddEntity(entity.Key, entity.Time, entity.Ordinal);
        }

        var slots = new long?[entities.Length];
        foreach (var row in history)
        {
            var slot = sweep.Offer(row.Key, row.EventTime, row.Arrival, row.Sequence, row.Position);
            if (slot >= 0)
            {
                slots[slot] = row.Position;
            }
        }

        var expected = entities.Select(entity => ((long)entity.Ordinal, Oracle(entity, history, view, asKnownAt, asKnownAtEntityTime)));
        Assert.Equal(expected, sweep.Matches().Select(static match => (match.Ordinal, match.Row)));
        Assert.All(sweep.Matches(), match => Assert.Equal(match.Row, match.Slot < 0 ? null : slots[match.Slot]));

        var written = new int[entities.Length];
        Array.Fill(written, PointInTimeSweep.NoSlot);
        Assert.Equal(expected.Count(static row => row.Item2 is not null), sweep.WriteSlots(written));
        Assert.All(sweep.Matches(), match => Assert.Equal(match.Slot, written[match.Ordinal]));
    }

    [Fact]
    public void Offer_KeysOutsideTheSlice_ArePassedOver()
    {
        using var sweep = new PointInTimeSweep(new PointInTimeRules(Plain, null, false), 1);
        sweep.AddEntity(5, 100, 0);

        sweep.Offer(4, 1, 1, 1, 1);
        sweep.Offer(6, 1, 1, 1, 1);
        sweep.Offer(int.MaxValue, 1, 1, 1, 1);

        Assert.Equal([new PointInTimeMatch(0, null, -1)], sweep.Matches());
    }

    [Fact]
    public void AddEntity_OutOfOrder_Throws()
    {
        using var sweep = new PointInTimeSweep(new PointInTimeRules(Plain, null, false), 3);
        sweep.AddEntity(1, 100, 0);

        Assert.Throws<ArgumentException>(() => sweep.AddEntity(1, 99, 1));
        Assert.Throws<ArgumentException>(() => sweep.AddEntity(0, 100, 2));
    }

    [Fact]
    public void AddEntity_FullSlice_Throws()
    {
        using var sweep = new PointInTimeSweep(new PointInTimeRules(Plain, null, false), 1);
        sweep.AddEntity(1, 100, 0);

        Assert.True(sweep.IsFull);
        Assert.Throws<InvalidOperationException>(() => sweep.AddEntity(1, 100, 1));
    }

    [Fact]
    public void Matches_NoEntities_GivesNone()
    {
        using var sweep = new PointInTimeSweep(new PointInTimeRules(Plain, null, false), 0);

        sweep.Offer(0, 1, 1, 1, 1);

        Assert.Empty(sweep.Matches());
    }

    /// <summary>The definition, row by row and without any shortcut: what the catalogue's documents say in words.</summary>
    private static long? Oracle(EntityRow entity, HistoryRow[] history, FeatureView view, Instant? asKnownAt, bool asKnownAtEntityTime)
        => history
            .Where(row => row.Key == entity.Key)
            .Where(row => view.StrictBefore ? row.EventTime < entity.Time : row.EventTime <= entity.Time)
            .Where(row => view.Ttl == TimeSpan.Zero || row.EventTime >= entity.Time - (long)view.Ttl.TotalMicroseconds)
            .Where(row => asKnownAt is null || row.Arrival <= asKnownAt.Value.UnixMicroseconds)
            .Where(row => !asKnownAtEntityTime || row.Arrival <= entity.Time)
            .OrderByDescending(static row => row.EventTime)
            .ThenByDescending(static row => row.Sequence)
            .Select(static row => (long?)row.Position)
            .FirstOrDefault();

    private static EntityRow[] RandomEntities(Random random)
    {
        var rows = Enumerable.Range(0, random.Next(40)).Select(_ => (Key: random.Next(6) * 2, Time: random.Next(50))).OrderBy(static row => row);
        return [.. rows.Select(static (row, i) => new EntityRow(row.Key, row.Time, i))];
    }

    /// <summary>Sequences are distinct, so that the newest row is unique however many share a time.</summary>
    private static HistoryRow[] RandomHistory(Random random)
    {
        var sequences = Enumerable.Range(0, random.Next(120)).ToArray();
        random.Shuffle(sequences);
        return
        [
            .. sequences.Select(sequence =>
            {
                var time = random.Next(50);
                return new HistoryRow(random.Next(14), time, time + random.Next(-3, 20), sequence, 1_000 + sequence);
            }),
        ];
    }

    private sealed record EntityRow(int Key, long Time, long Ordinal);

    private sealed record HistoryRow(int Key, long EventTime, long Arrival, long Sequence, long Position);
}
