using System.IO.Compression;
using System.Text;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Formats;

public sealed class CsvRecordReaderTests
{
    [Fact]
    public async Task Read_QuotesAndLineEnds_GivesTheFields()
    {
        var records = await ReadAllAsync("a,b\r\n1,\"x, \"\"y\"\"\nz\"\n\n\"\",2\"3");

        Assert.Equal([["1", "x, \"y\"\nz"], ["", "2\"3"]], records.Select(record => record.Fields));
        Assert.All(records, record => Assert.Null(record.Damage));
        Assert.Equal([2, 5], records.Select(record => record.Line));
    }

    [Fact]
    public async Task Read_ByteOffset_PointsAtTheRawBytes()
    {
        const string Text = "\uFEFFa,b\nä,1\n\"q\n\",2\n";
        var bytes = Encoding.UTF8.GetBytes(Text);

        foreach (var record in await ReadAllAsync(Text))
        {
            Assert.Equal(record.Raw, bytes.AsSpan((int)record.Offset, record.Raw.Length).ToArray());
        }
    }

    [Theory]
    [InlineData("a,b\n1\n2,3\n", "It has 1 fields; the header has 2.")]
    [InlineData("a,b\n\"open\n2,3\n", "A quote is opened and never closed.")]
    [InlineData("a,b\n\"x\"y,1\n2,3\n", "A quoted field is followed by text instead of a delimiter.")]
    [InlineData("a,b\n\0,1\n2,3\n", "It has a NUL byte.")]
    public async Task Read_DamagedLine_SaysWhyAndGoesOnAtTheNext(string text, string damage)
    {
        var records = await ReadAllAsync(text);

        Assert.Equal([damage, null], records.Select(record => record.Damage));
        Assert.Equal(["2", "3"], records[1].Fields);
    }

    [Fact]
    public async Task Read_InvalidUtf8_IsDamageWithItsRawBytes()
    {
        byte[] bytes = [.. "a,b\n"u8, 0xFF, .. ",1\n2,3\n"u8];

        var records = await ReadAllAsync(new MemoryStream(bytes));

        Assert.Equal("It is not valid UTF-8.", records[0].Damage);
        Assert.Equal([0xFF, (byte)',', (byte)'1'], records[0].Raw);
        Assert.Null(records[1].Damage);
    }

    [Fact]
    public async Task Read_TooLongLine_IsDamageAndTheFileGoesOn()
    {
        var text = "a,b\n" + new string('x', 5000) + ",1\n2,3\n";

        var records = await ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), new RecordLimits { MaxRecordBytes = 100 });

        Assert.Equal("It is longer than 100 bytes (Ingestion:MaxRecordBytes), so only these are kept.", records[0].Damage);
        Assert.Equal(["2", "3"], records[1].Fields);
    }

    [Theory]
    [InlineData("a,b,a\n", "names 'a' twice, in columns 1 and 3")]
    [InlineData("a,,b\n", "no name for column 2")]
    [InlineData("", "is empty")]
    public async Task ReadHeader_Unusable_IsRefused(string text, string message)
    {
        var error = await Assert.ThrowsAsync<IngestionException>(() => ReadAllAsync(text));

        Assert.Equal(IngestionErrorCode.UnreadableFile, error.ErrorCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_RandomFields_EqualsWhatWasWritten(int seed)
    {
        var random = new Random(seed);
        var expected = Enumerable.Range(0, 2000)
            .Select(_ => Enumerable.Range(0, 3).Select(_ => RandomField(random)).ToArray()).ToArray();
        var text = new StringBuilder("a,b,c\n");
        foreach (var record in expected)
        {
            text.Append(string.Join(',', record.Select(field => Quote(field, random)))).Append(random.Next(2) == 0 ? "\n" : "\r\n");
        }

        var records = await ReadAllAsync(new TrickleStream(Encoding.UTF8.GetBytes(text.ToString()), random));

        Assert.Equal(expected, records.Select(record => record.Fields));
        Assert.Equal(Enumerable.Range(1, 2000).Select(number => (long)number), records.Select(record => record.Number));
    }

    [Fact]
    public async Task Read_RandomBytes_NeverFailsOtherwise()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = random.Next(4) == 0 ? (byte)",\"\n\r"[random.Next(4)] : bytes[i];
            }

            try
            {
                await ReadAllAsync(new MemoryStream([.. "a,b\n"u8, .. bytes]), new RecordLimits { MaxRecordBytes = 64 });
            }
            catch (IngestionException error)
            {
                Assert.Equal(IngestionErrorCode.UnreadableFile, error.ErrorCode);
            }
        }
    }

    [Fact]
    public async Task OpenFile_CutGzip_IsUnreadable()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},{i * 7919 % 104729}\n"))), TestContext.Current.CancellationToken);
        }

        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, packed.ToArray()[..(int)(packed.Length / 2)], TestContext.Current.CancellationToken);
        await using var reader = RawReaders.OpenFile(CsvSource, path);

        var error = await Assert.ThrowsAsync<IngestionException>(async () =>
        {
            while (await reader.ReadAsync(CancellationToken.None))
            {
                Assert.Null(reader.Damage);
            }
        });
        File.Delete(path);

        Assert.Equal(IngestionErrorCode.UnreadableFile, error.ErrorCode);
        Assert.Contains("gzip", error.Message, StringComparison.Ordinal);
    }

    private static Source CsvSource { get; } = new()
    {
        Name = "s", Version = 1, Domain = "d", Owner = "o", Format = FileFormat.Csv, Columns = [], TimestampColumn = "t",
    };

    private static Task<List<Record>> ReadAllAsync(string text) => ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static async Task<List<Record>> ReadAllAsync(Stream stream, RecordLimits? options = null)
    {
        await using var reader = RawReaders.OpenCsv(stream, new CsvFormat(), options);
        var header = await reader.ReadHeaderAsync(CancellationToken.None);
        var records = new List<Record>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            records.Add(new Record(
                reader.RecordNumber, reader.LineNumber, reader.ByteOffset, reader.Raw.ToArray(), reader.Damage,
                reader.Damage is null ? [.. Enumerable.Range(0, header.Count).Select(index => Text(reader, index))] : []));
        }

        return records;
    }

    private static string Text(IRawRecordReader reader, int index) => Encoding.UTF8.GetString(reader.GetField(index).Utf8.Span);

    private static string RandomField(Random random)
        => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "ab,\"\n\rä€ "[random.Next(9)]));

    private static string Quote(string field, Random random)
        => field.Length == 0 || field.AsSpan().ContainsAny(",\"\n\r") || random.Next(3) == 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private sealed record Record(long Number, long Line, long Offset, byte[] Raw, string? Damage, string[] Fields);

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class TrickleStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 9))], cancellationToken);
    }
}
