using System.Buffers.Binary;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.DuckDb.Training.Sorting;

namespace FeatureStore.DuckDb.Tests.Training.Sorting;

public sealed class EventSorterTests : IDisposable
{
    private const long Plenty = 1L << 30;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<int, int, int, long> Shapes => new()
    {
        { 1, 1, 40, Plenty },
        { 7, 200, 0, Plenty },
        { 1_000, 5_000, 40, Plenty },
        { 90_000, 150_000, 27, Plenty },
        { 500, 150_000, 40, 1L << 20 },
        { 3, 150_000, 40, 1L << 20 },
        { 1, 150_000, 27, 1L << 20 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Take_EventsInAnyOrder_GivesThemByKeyAndStep(int keys, int events, int restBytes, long memoryBytes)
    {
        var random = new Random(keys + events);
        using var sorter = new EventSorter(keys, events, memoryBytes, _directory.Path);
        var expected = new List<(int Key, long Step, int Number)>();
        for (var i = 0; i < events; i++)
        {
            // Half of the events belong to one key, and most come in order.
            var key = random.Next(2) == 0 ? keys / 2 : random.Next(keys);
            var step = random.Next(4) == 0 ? random.NextInt64(-events, events) : i;
            sorter.Add(key, step, Rest(i, restBytes));
            expected.Add((key, step, restBytes == 0 ? 0 : i));
        }

        Assert.Equal(expected.Order(), InOrder(ReadAll(sorter, memoryBytes / 8)));
        Assert.Equal(memoryBytes < Plenty, sorter.SpilledBytes > 0);
    }

    [Fact]
    public void Take_OneKeyAndStepBeyondWhatMayBeHeld_StaysTogether()
    {
        using var sorter = new EventSorter(keys: 1, expected: 50_000, memoryBytes: 1 << 20, _directory.Path);
        for (var i = 0; i < 50_000; i++)
        {
            sorter.Add(0, 5, Rest(i, 40));
        }

        Assert.Equal(Enumerable.Range(0, 50_000), ReadAll(sorter, 64 * 1024).Select(static item => item.Number).Order());
    }

    [Fact]
    public void Take_EventLongerThanAPage_ComesBackWhole()
    {
        using var sorter = new EventSorter(keys: 2, expected: 3, memoryBytes: 1 << 20, _directory.Path);
        var large = new byte[3 << 20];
        new Random(1).NextBytes(large);
        sorter.Add(1, 2, [1]);
        sorter.Add(1, 1, large);
        sorter.Add(0, 9, []);

        var sorted = new SortedEvents();
        var rests = new List<byte[]>();
        for (var bucket = 0; bucket < sorter.Buckets; bucket++)
        {
            foreach (var events in sorter.Take(bucket, Plenty, sorted))
            {
                rests.AddRange(Enumerable.Range(0, events.Count).Select(i => EventRow.RestOf(events[i]).ToArray()));
            }
        }

        Assert.Equal([[], large, [1]], rests);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(100_000, 305)]
    [InlineData(1_000, 1_000)]
    public void FirstKeyOf_AllBuckets_DivideTheKeys(long keys, int buckets)
    {
        using var sorter = new EventSorter(keys, expected: buckets * 32L * 1024, Plenty, _directory.Path);
        Assert.Equal(buckets, sorter.Buckets);

        var firsts = Enumerable.Range(0, buckets + 1).Select(sorter.FirstKeyOf).ToList();

        Assert.Equal((0, (int)keys), (firsts[0], firsts[^1]));
        for (var key = 0; key < keys; key++)
        {
            var bucket = (int)(key * (long)buckets / keys);
            Assert.InRange(key, firsts[bucket], firsts[bucket + 1] - 1);
        }
    }

    [Fact]
    public void Dispose_AfterSpilling_LeavesNoFile()
    {
        using (var sorter = new EventSorter(keys: 4, expected: 100_000, memoryBytes: 1 << 20, _directory.Path))
        {
            for (var i = 0; i < 100_000; i++)
            {
                sorter.Add(i % 4, i, Rest(i, 40));
            }

            Assert.True(sorter.SpilledBytes > 0);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Path));
    }

    [Fact]
    public void Add_FolderThatCannotBeMade_NamesItAndTheSetting()
    {
        var folder = _directory.File("taken");
        File.WriteAllText(folder, "a file");
        using var sorter = new EventSorter(keys: 4, expected: 100_000, memoryBytes: 1 << 20, folder);

        var error = Assert.Throws<FeatureStoreException>(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                sorter.Add(i % 4, i, Rest(i, 40));
            }
        });

        Assert.Equal(FeatureStoreErrorCode.StorageUnavailable, error.ErrorCode);
        Assert.Contains(folder, error.Message, StringComparison.Ordinal);
        Assert.Contains("FeatureStore:DuckDb:SpillDirectory", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Rest(int number, int length)
    {
        var rest = new byte[length];
        if (length > 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, number);
            rest.AsSpan(4).Fill((byte)number);
        }

        return rest;
    }

    /// <summary>All events as they come; the bytes are checked on the way.</summary>
    private static List<(int Key, long Step, int Number)> ReadAll(EventSorter sorter, long most)
    {
        var sorted = new SortedEvents();
        var read = new List<(int Key, long Step, int Number)>();
        for (var bucket = 0; bucket < sorter.Buckets; bucket++)
        {
            foreach (var events in sorter.Take(bucket, most, sorted))
            {
                for (var i = 0; i < events.Count; i++)
                {
                    var rest = EventRow.RestOf(events[i]);
                    var number = rest.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(rest);
                    Assert.Equal(Rest(number, rest.Length), rest);
                    read.Add((EventRow.KeyOf(events[i]), EventRow.StepOf(events[i]), number));
                }
            }
        }

        return read;
    }

    /// <summary>Sorts those of one key and step by number, whose order is left open, and nothing else.</summary>
    private static IEnumerable<(int Key, long Step, int Number)> InOrder(List<(int Key, long Step, int Number)> read)
    {
        for (var first = 0; first < read.Count;)
        {
            var end = first + 1;
            while (end < read.Count && (read[end].Key, read[end].Step) == (read[first].Key, read[first].Step))
            {
                end++;
            }

            foreach (var item in read[first..end].OrderBy(static item => item.Number))
            {
                yield return item;
            }

            first = end;
        }
    }
}
