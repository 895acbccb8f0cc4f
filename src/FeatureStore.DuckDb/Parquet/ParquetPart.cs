using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FeatureStore.DuckDb.Parquet;

/// <summary>
/// A Parquet file as DuckDB writes it (https://parquet.apache.org/docs/file-format/): the magic, the pages of all row groups, the Bloom filters of all, then the footer, its length and the magic
/// again.
/// </summary>
internal sealed class ParquetPart
{
    /// <summary>What stands before the pages.</summary>
    internal const int MagicBytes = 4;

    private const int TailBytes = sizeof(int) + MagicBytes;

    private static readonly long RowGroupsPath = CompactThrift.PathOf(4);
    private static readonly long RowsPath = CompactThrift.PathOf(3);
    private static readonly long BloomPath = CompactThrift.PathOf(4, 1, 3, 14);
    private static readonly long OrdinalPath = CompactThrift.PathOf(4, 7);

    /// <summary>Positions of pages: of a column chunk, of its data, index and dictionary pages, and of a row group.</summary>
    private static readonly long[] PagePaths =
    [
        CompactThrift.PathOf(4, 1, 2), CompactThrift.PathOf(4, 1, 3, 9), CompactThrift.PathOf(4, 1, 3, 10), CompactThrift.PathOf(4, 1, 3, 11), CompactThrift.PathOf(4, 5),
    ];

    private readonly byte[] _footer;

    /// <summary>Reads the footer of an open file.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file.</exception>
    internal ParquetPart(SafeFileHandle file)
    {
        var length = RandomAccess.GetLength(file);
        Span<byte> tail = stackalloc byte[TailBytes];
        Read(file, tail, length - TailBytes);
        var footer = BinaryPrimitives.ReadInt32LittleEndian(tail);
        _footer = footer >= 0 && footer <= length - TailBytes - MagicBytes && tail.EndsWith("PAR1"u8) ? new byte[footer] : throw Broken();
        FooterStart = length - TailBytes - _footer.Length;
        Read(file, _footer, FooterStart);

        var (rows, pagesEnd) = (0L, FooterStart);
        var groups = Copy(new ArrayBufferWriter<byte>(_footer.Length), (path, value) =>
        {
            rows = path == RowsPath ? value : rows;
            pagesEnd = path == BloomPath ? Math.Min(pagesEnd, value) : pagesEnd;
            return value;
        });
        (Rows, PagesEnd, RowGroups) = (rows, pagesEnd, groups.Count);
    }

    /// <summary>Its rows.</summary>
    internal long Rows { get; }

    /// <summary>Its row groups.</summary>
    internal int RowGroups { get; }

    /// <summary>Where the Bloom filters begin; they end with <see cref="FooterStart"/>.</summary>
    internal long PagesEnd { get; }

    /// <summary>Where the footer begins.</summary>
    internal long FooterStart { get; }

    /// <summary>Makes the footer, its length and the magic of a file with the row groups of all parts, whose pages lie one after the other, and so the Bloom filters after them.</summary>
    internal static ReadOnlyMemory<byte> MakeTail(IReadOnlyList<ParquetPart> parts)
    {
        var (page, bloom, group) = (0L, parts.Sum(static part => part.PagesEnd - MagicBytes), 0L);
        var (rows, count) = (parts.Sum(static part => part.Rows), parts.Sum(static part => part.RowGroups));
        var output = new ArrayBufferWriter<byte>();
        var end = ReadOnlyMemory<byte>.Empty;
        foreach (var part in parts)
        {
            // The filters of a part move from the end of its pages to the end of all pages and of the filters before.
            var (pageShift, bloomShift, groupShift) = (page, bloom + MagicBytes - part.PagesEnd, group);
            var copy = new ArrayBufferWriter<byte>(part._footer.Length);
            var groups = part.Copy(copy, (path, value) =>
                path == RowsPath ? rows
                : path == BloomPath ? value + bloomShift
                : path == OrdinalPath ? value + groupShift
                : Array.IndexOf(PagePaths, path) >= 0 && value > 0 ? value + pageShift
                : value);
            if (output.WrittenCount == 0)
            {
                output.Write(copy.WrittenSpan[..groups.Head]);
                CompactThrift.WriteStructsHead(output, count);
                end = copy.WrittenMemory[groups.End..];
            }

            output.Write(copy.WrittenSpan[groups.Elements..groups.End]);
            page += part.PagesEnd - MagicBytes;
            bloom += part.FooterStart - part.PagesEnd;
            group += part.RowGroups;
        }

        output.Write(end.Span);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), output.WrittenCount);
        output.Advance(sizeof(int));
        output.Write("PAR1"u8);
        return output.WrittenMemory;
    }

    /// <summary>Reads as many bytes as there is room for.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    internal static void Read(SafeFileHandle file, Span<byte> bytes, long position)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var more = position < 0 ? 0 : RandomAccess.Read(file, bytes[read..], position + read);
            read += more > 0 ? more : throw Broken();
        }
    }

    private static InvalidDataException Broken() => new("A part of a training set is no whole Parquet file.");

    private (int Head, int Elements, int End, int Count) Copy(ArrayBufferWriter<byte> output, CompactThrift.Change change)
    {
        var footer = new CompactThrift(_footer, output, change, RowGroupsPath);
        footer.Copy();
        return footer.Found.Head > 0 ? footer.Found : throw Broken(); // A list stands behind the head of its field.
    }
}
