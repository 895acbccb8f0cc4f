using Catalog.Core.Buffers;

namespace Catalog.Core.Tests.Buffers;

public sealed class NativeArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_003)]
    public void Entries_AreZeroAndKeepWhatIsWritten(int length)
    {
        using var array = new NativeArray<long>(length);

        Assert.Equal(length, array.Length);
        Assert.False(array.AsSpan().ContainsAnyExcept(0));
        for (var i = 0; i < length; i++)
        {
            array[i] = i * 3L;
        }

        Assert.All(Enumerable.Range(0, Math.Min(length, 100)), i => Assert.Equal(i * 3L, array.AsSpan(i, 1)[0]));
        Assert.Equal(length == 0 ? 0 : (length - 1) * 3L, length == 0 ? 0 : array.AsSpan()[^1]);
    }

    [Fact]
    public void Indexer_OutOfRange_Throws()
    {
        using var array = new NativeArray<int>(3);

        Assert.Throws<ArgumentOutOfRangeException>(() => array[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[-1] = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(2, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeArray<int>(-1));
    }

    [Fact]
    public void Disposed_HasNoEntries()
    {
        var array = new NativeArray<int>(3);
        array.Dispose();
        array.Dispose();

        Assert.Equal(0, array.Length);
        Assert.True(array.AsSpan().IsEmpty);
        Assert.Throws<ArgumentOutOfRangeException>(() => array[0]);
    }
}
