using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace Catalog.Core.Tests.Arrow;

/// <summary>Streams that our own writer made, whole and spoilt. Those of pyarrow, with types that ours does not write, come by Flight in the tests of the Python SDK.</summary>
public sealed class ArrowReaderTests : IDisposable
{
    private static readonly DataType[] Types =
    [
        new(ScalarType.Bool), new(ScalarType.Int32), new(ScalarType.Int64), new(ScalarType.Float), new(ScalarType.Double), new(ScalarType.String), new(ScalarType.Bytes), new(ScalarType.Timestamp),
        new(ScalarType.Int64, IsList: true), new(ScalarType.String, IsList: true), new(ScalarType.Bool, IsList: true),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("arrow-reader-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(9, 3)]
    [InlineData(ArrowReader.MostRows, 1)]
    [InlineData(ArrowReader.MostRows + 1, 1)]
    [InlineData(5_000, 2)]
    public async Task Read_WhatOurWriterWrote_GivesTheSameRows(int rows, int batches)
    {
        var random = new Random(rows);
        var written = Enumerable.Range(0, batches).Select(_ => Rows(random, rows)).ToArray();

        using var reader = ArrowReader.Open(await FileAsync(written));

        Assert.Equal(Types, reader.Fields.Select(static field => field.Type));
        Assert.Equal([7], reader.Fields.Index().Where(static field => field.Item.IsTime).Select(static field => field.Index));
        Assert.Equal(written.SelectMany(static batch => batch).SelectMany(static row => row), ReadAll(reader).SelectMany(static row => row));
    }

    [Fact]
    public async Task Read_CutOffAnywhere_IsToldOrEndsBetweenMessages()
    {
        var bytes = await File.ReadAllBytesAsync(await FileAsync(Rows(new Random(1), 20), Rows(new Random(2), 20)), Token);
        var told = 0;
        for (var length = 0; length < bytes.Length; length++)
        {
            var (rows, error) = Attempt(bytes[..length]);
            told += error is null ? 0 : 1;
            Assert.True(error is not null || rows is 0 or 20 or 40, $"{length} bytes gave {rows} rows.");
        }

        Assert.InRange(told, bytes.Length - 20, bytes.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_SpoiltAnywhere_NeverFailsOtherwise(int seed)
    {
        var random = new Random(seed);
        var bytes = await File.ReadAllBytesAsync(await FileAsync(Rows(random, 50)), Token);
        var told = 0;
        for (var i = 0; i < 1_000; i++)
        {
            var spoilt = bytes.ToArray();
            for (var place = random.Next(1, 5); place > 0; place--)
            {
                spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            }

            told += Attempt(spoilt).Error is null ? 0 : 1;
        }

        Assert.True(told > 0, "Nothing was refused.");
    }

    /// <summary>Rows read, or what was refused. Whatever else is thrown goes on.</summary>
    private (int Rows, InvalidDataException? Error) Attempt(byte[] bytes)
    {
        var path = Path.Combine(_folder, "spoilt.arrows");
        File.WriteAllBytes(path, bytes);
        try
        {
            using var reader = ArrowReader.Open(path);
            return (ReadAll(reader).Count, null);
        }
        catch (InvalidDataException exception)
        {
            return (0, exception);
        }
    }

    private static List<Value[]> ReadAll(ArrowReader reader)
    {
        var columns = reader.Fields.Select(static _ => new Value[ArrowReader.MostRows]).ToArray();
        var rows = new List<Value[]>();
        while (reader.Read(columns) is > 0 and var count && rows.Count < 100_000)
        {
            rows.AddRange(Enumerable.Range(0, count).Select(row => columns.Select(column => column[row]).ToArray()));
        }

        return rows;
    }

    private static Value[][] Rows(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Types.Select(type => ValueOf(random, type)).ToArray())];

    private static Value ValueOf(Random random, DataType type)
    {
        if (random.Next(5) == 0)
        {
            return Value.Null;
        }

        return type.IsList ? Value.OfList(type.Element, [.. Enumerable.Range(0, random.Next(4)).Select(_ => ValueOf(random, new DataType(type.Element)))]) : type.Element switch
        {
            ScalarType.Bool => Value.Of(random.Next(2) == 0),
            ScalarType.Int32 => Value.Of(random.Next(int.MinValue, int.MaxValue)),
            ScalarType.Int64 => Value.Of(random.NextInt64(long.MinValue, long.MaxValue)),
            ScalarType.Float => Value.Of(random.NextSingle()),
            ScalarType.Double => Value.Of(random.NextDouble()),
            ScalarType.String => Value.Of(new string('ü', random.Next(5))),
            ScalarType.Bytes => Value.Of(new byte[random.Next(5)]),
            _ => Value.Of(new Instant(random.NextInt64(-(1L << 50), 1L << 50))),
        };
    }

    private async Task<string> FileAsync(params Value[][][] batches)
    {
        var path = Path.Combine(_folder, "rows.arrows");
        await using var target = File.Create(path);
        await ArrowStream.WriteAsync(new Source(batches), target, Token);
        return path;
    }

    private sealed class Source(Value[][][] batches) : IArrowSource
    {
        private int _next;

        public IReadOnlyList<ArrowField> Fields { get; } = [.. Types.Select(static type => new ArrowField(type.ToString(), ArrowType.Of(type)))];

        public Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken)
        {
            foreach (var row in _next < batches.Length ? batches[_next] : [])
            {
                for (var i = 0; i < row.Length; i++)
                {
                    Append(batch.Columns[i], row[i]);
                }
            }

            _next++;
            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }

        private static void Append(ArrowColumn column, Value value)
        {
            if (value.IsNull)
            {
                column.AppendNull();
                return;
            }

            switch (column.Type.Kind)
            {
                case ArrowKind.List:
                    Array.ForEach(value.AsList(), item => Append(column.Elements!, item)); // A list has them.
                    column.AppendList();
                    break;
                case ArrowKind.Bool:
                    column.Append(value.AsBool());
                    break;
                case ArrowKind.Text:
                    column.Append(System.Text.Encoding.UTF8.GetBytes(value.AsString()));
                    break;
                case ArrowKind.Bytes:
                    column.Append(value.AsBytes());
                    break;
                case ArrowKind.Int32 or ArrowKind.Float:
                    column.Append(value.Bits32);
                    break;
                default:
                    column.Append(value.Bits64);
                    break;
            }
        }
    }
}
