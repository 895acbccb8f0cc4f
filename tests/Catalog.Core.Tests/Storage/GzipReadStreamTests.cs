using System.IO.Compression;
using Catalog.Core.Storage;

namespace Catalog.Core.Tests.Storage;

public sealed class GzipReadStreamTests
{
    private static readonly byte[] One = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)(i * 31 % 251))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Read_MembersInPiecesOfAnySize_GivesAllBytes(int piece)
    {
        byte[] packed = [.. Zip(One), .. Zip([]), .. WithAllHeaderFields(Zip([1, 2, 3])), .. new byte[700]];

        byte[] expected = [.. One, 1, 2, 3];
        Assert.Equal(expected, Read(new Pieces(packed, piece)));
        Assert.Equal(expected, await ReadAsync(new Pieces(packed, piece)));
    }

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        byte[] packed = [.. Zip([1, 2, 3, 4, 5]), .. WithAllHeaderFields(Zip([6, 7]))];
        var endOfFirst = Zip([1, 2, 3, 4, 5]).Length;

        for (var length = 0; length < packed.Length; length++)
        {
            if (length == endOfFirst)
            {
                Assert.Equal([1, 2, 3, 4, 5], Read(new MemoryStream(packed[..length])));
            }
            else
            {
                Assert.Throws<InvalidDataException>(() => Read(new MemoryStream(packed[..length])));
            }
        }
    }

    [Fact]
    public void Read_AnyBitOfTheDataFlipped_IsRefusedOrGivesTheSame()
    {
        var packed = Zip([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        var expected = Read(new MemoryStream(packed));
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            var damaged = (byte[])packed.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.Equal(expected, Read(new MemoryStream(damaged)));
                Assert.InRange(bit / 8, 3, 9); // Flags, time and system of the header say nothing about the data.
            }
            catch (InvalidDataException)
            {
                Assert.False(bit / 8 is > 3 and < 10, "A time or a system cannot be wrong.");
            }
        }
    }

    [Theory]
    [InlineData("no gzip at all", "does not begin like a gzip")]
    [InlineData("", "is empty")]
    public void Read_NoGzip_SaysSo(string text, string expected)
        => Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(new MemoryStream([.. text.Select(static c => (byte)c)]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_SomethingElseBehind_SaysAfterWhichMember()
    {
        byte[][] behind = [[9], [0x1F], [0, 0, 0x1F, 0x8B], [0x9F, .. Zip([4])[1..]]];
        foreach (var rest in behind)
        {
            var error = Assert.Throws<InvalidDataException>(() => Read(new MemoryStream([.. Zip([1, 2, 3]), .. rest])));
            Assert.Matches("After its member 1|cut off in its member 2", error.Message);
        }
    }

    [Fact]
    public void Dispose_LeaveOpen_LeavesTheStream()
    {
        using var left = new MemoryStream(Zip([1]));
        new GzipReadStream(left, leaveOpen: true).Dispose();
        Assert.True(left.CanRead);

        new GzipReadStream(left).Dispose();
        Assert.False(left.CanRead);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return bytes.Length > 0 ? packed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] WithAllHeaderFields(byte[] packed)
        => [.. packed[..3], 4 | 8 | 16 | 2, .. packed[4..10], 3, 0, 0xAA, 0xBB, 0xCC, (byte)'n', 0, (byte)'c', (byte)'d', 0, 0x12, 0x34, .. packed[10..]];

    private static byte[] Read(Stream packed)
    {
        using var gzip = new GzipReadStream(packed);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static async Task<byte[]> ReadAsync(Stream packed)
    {
        await using var gzip = new GzipReadStream(packed);
        using var bytes = new MemoryStream();
        await gzip.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}
