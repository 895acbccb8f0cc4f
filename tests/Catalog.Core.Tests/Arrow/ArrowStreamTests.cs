using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace Catalog.Core.Tests.Arrow;

/// <summary>How streams are cut into messages and given away. That their content is right, tests of FeatureStore.DuckDb ask pyarrow.</summary>
public sealed class ArrowStreamTests
{
    private static readonly ArrowField Number = new("n", new ArrowType(ArrowKind.Int64));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_NoRows_IsSchemaAndEnd()
    {
        var messages = Messages(await StreamAsync(new FakeSource([Number])));

        Assert.Equal([(byte)1], messages.Select(static message => message.Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(65)]
    public async Task WriteAsync_AnyCount_IsAlignedToEightBytes(int rows)
    {
        ArrowField[] fields =
        [
            new("ä", ArrowType.Of(new DataType(ScalarType.Bool))), new("text", ArrowType.Of(new DataType(ScalarType.String))), new(string.Empty, ArrowType.Of(new DataType(ScalarType.Int32, IsList: true))),
        ];
        var source = new FakeSource(fields, batch =>
        {
            for (var row = 0; row < rows; row++)
            {
                batch.Columns[0].Append(row % 2 == 0);
                batch.Columns[1].Append(Encoding.UTF8.GetBytes(new string('x', row)));
                batch.Columns[2].Elements!.Append(row);
                batch.Columns[2].AppendList();
            }
        });

        var messages = Messages(await StreamAsync(source));

        Assert.Equal([(byte)1, (byte)3], messages.Select(static message => message.Kind));
        Assert.All(messages, static message => Assert.Equal((0, 0), (message.Start % 8, message.BodyLength % 8)));
    }

    [Fact]
    public async Task WriteAsync_NullAfterOtherBatches_HasNothingOfThem()
    {
        var source = new FakeSource(
            [Number, new("text", new ArrowType(ArrowKind.Text))],
            static batch =>
            {
                batch.Columns[0].AppendAll<long>([0x5A5A5A5A5A5A5A5A, 0x5A5A5A5A5A5A5A5A]);
                batch.Columns[1].Append("ZZZZZZZZ"u8);
                batch.Columns[1].Append("ZZZZZZZZ"u8);
            },
            static batch =>
            {
                batch.Columns[0].AppendNull();
                batch.Columns[1].AppendNull();
            });

        var bytes = await StreamAsync(source);
        var messages = Messages(bytes);

        Assert.Equal(0x5A, bytes[messages[1].BodyStart]);
        Assert.DoesNotContain((byte)0x5A, bytes[messages[2].BodyStart..]);
    }

    [Fact]
    public async Task WriteAsync_ReaderThatPauses_IsWaitedForBeforeTheNextBatch()
    {
        var source = FakeSource.Endless();
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 128 * 1024, resumeWriterThreshold: 64 * 1024));

        var writing = ArrowStream.WriteAsync(source, pipe.Writer, Token);

        Assert.False(writing.IsCompleted);
        Assert.Equal(1, source.Fills);

        await pipe.Reader.CompleteAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(1, source.Fills);
    }

    [Fact]
    public async Task WriteAsync_Cancelled_Stops()
    {
        using var cancelling = new CancellationTokenSource();
        var pipe = new Pipe();
        var writing = ArrowStream.WriteAsync(FakeSource.Endless(), pipe.Writer, cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task WriteAsync_SourceThatFailsAtOnce_SendsNothing()
    {
        var source = new FakeSource([Number], static _ => throw new InvalidDataException("broken"));
        using var target = new MemoryStream();

        await Assert.ThrowsAsync<InvalidDataException>(() => ArrowStream.WriteAsync(source, target, Token));

        Assert.Equal(0, target.Length);
        Assert.True(target.CanWrite);
    }

    [Fact]
    public async Task WriteAsync_ColumnsOfUnequalLength_AreRefused()
    {
        var source = new FakeSource([Number, Number], static batch =>
        {
            batch.Columns[0].AppendAll<long>([1, 2]);
            batch.Columns[1].Append(1L);
        });

        Assert.Contains("1 and 2 values", (await Assert.ThrowsAsync<InvalidOperationException>(() => StreamAsync(source))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_ValueOfAnotherType_IsRefused()
    {
        var batch = new ArrowBatch([Number, new("text", new ArrowType(ArrowKind.Text)), new("flag", new ArrowType(ArrowKind.Bool))]);

        Assert.Throws<InvalidOperationException>(() => batch.Columns[0].Append(1));
        Assert.Throws<InvalidOperationException>(() => batch.Columns[0].Append(true));
        Assert.Throws<InvalidOperationException>(() => batch.Columns[0].Append("x"u8));
        Assert.Throws<InvalidOperationException>(() => batch.Columns[1].Append(1L));
        Assert.Throws<InvalidOperationException>(() => batch.Columns[2].AppendList());
        Assert.Throws<InvalidOperationException>(() => batch.Columns[2].AppendAll<byte>([1]));
        Assert.Equal(0, batch.RowCount);
    }

    [Fact]
    public void IsFull_RowsOrBytes_WhicheverComesFirst()
    {
        var few = new ArrowBatch([Number], maxRows: 2);
        few.Columns[0].Append(1L);
        Assert.False(few.IsFull);
        few.Columns[0].AppendNull();
        Assert.True(few.IsFull);

        var large = new ArrowBatch([new("bytes", new ArrowType(ArrowKind.Bytes))]);
        large.Columns[0].Append(new byte[ArrowStream.MaxBatchBytes]);
        Assert.True(large.IsFull);
        large.Clear();
        Assert.Equal((false, 0), (large.IsFull, large.RowCount));
    }

    private static async Task<byte[]> StreamAsync(IArrowSource source)
    {
        using var target = new MemoryStream();
        await ArrowStream.WriteAsync(source, target, Token);
        return target.ToArray();
    }

    /// <summary>The messages up to the mark of the end, which must be the last thing.</summary>
    private static List<(byte Kind, int Start, int BodyStart, long BodyLength)> Messages(byte[] stream)
    {
        var messages = new List<(byte Kind, int Start, int BodyStart, long BodyLength)>();
        var at = 0;
        while (true)
        {
            Assert.Equal(-1, BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at)));
            var length = BinaryPrimitives.ReadInt32LittleEndian(stream.AsSpan(at + 4));
            if (length == 0)
            {
                Assert.Equal(stream.Length, at + 8);
                return messages;
            }

            var metadata = stream.AsSpan(at + 8, length);
            var table = BinaryPrimitives.ReadInt32LittleEndian(metadata);
            var slots = table - BinaryPrimitives.ReadInt32LittleEndian(metadata[table..]);
            var body = BinaryPrimitives.ReadInt64LittleEndian(metadata[(table + BinaryPrimitives.ReadInt16LittleEndian(metadata[(slots + 10)..]))..]);
            messages.Add((metadata[table + BinaryPrimitives.ReadInt16LittleEndian(metadata[(slots + 6)..])], at, at + 8 + length, body));
            at += 8 + length + (int)body;
        }
    }

    /// <summary>Batches filled by hand.</summary>
    private sealed class FakeSource(IReadOnlyList<ArrowField> fields, params Action<ArrowBatch>[] batches) : IArrowSource
    {
        private Action<ArrowBatch>? _forever;

        public IReadOnlyList<ArrowField> Fields => fields;

        public int Fills { get; private set; }

        public static FakeSource Endless() => new([Number])
        {
            _forever = static batch =>
            {
                while (!batch.IsFull)
                {
                    batch.Columns[0].Append(1L);
                }
            },
        };

        public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken)
        {
            (_forever ?? batches.ElementAtOrDefault(Fills))?.Invoke(batch);
            Fills++;
            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}
