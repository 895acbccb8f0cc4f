using Microsoft.Win32.SafeHandles;

namespace FeatureStore.DuckDb.Parquet;

/// <summary>
/// Puts Parquet files of the same columns together that DuckDB wrote side by side, each with whole row groups: byte by byte the file that it writes in one go. Pages are moved as they are.
/// </summary>
internal static class ParquetParts
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Appends the row groups of the other parts, in their order, to the first one.</summary>
    /// <param name="paths">The parts. Only the first is changed; it is no Parquet file until this has ended well.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">A file is no Parquet file.</exception>
    internal static void AppendToFirst(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var files = new List<SafeFileHandle>(paths.Count);
        try
        {
            foreach (var path in paths)
            {
                files.Add(File.OpenHandle(path, FileMode.Open, files.Count == 0 ? FileAccess.ReadWrite : FileAccess.Read));
            }

            var parts = files.ConvertAll(static file => new ParquetPart(file));
            Write(files, parts, cancellationToken);
        }
        finally
        {
            files.ForEach(static file => file.Dispose());
        }
    }

    private static void Write(List<SafeFileHandle> files, List<ParquetPart> parts, CancellationToken cancellationToken)
    {
        // The filters of the first part lie where the pages of the second one come.
        var filters = new byte[parts[0].FooterStart - parts[0].PagesEnd];
        ParquetPart.Read(files[0], filters, parts[0].PagesEnd);
        var end = parts[0].PagesEnd;
        for (var i = 1; i < parts.Count; i++)
        {
            Append(files[i], ParquetPart.MagicBytes, parts[i].PagesEnd);
        }

        RandomAccess.Write(files[0], filters, end);
        end += filters.Length;
        for (var i = 1; i < parts.Count; i++)
        {
            Append(files[i], parts[i].PagesEnd, parts[i].FooterStart);
        }

        var tail = ParquetPart.MakeTail(parts);
        RandomAccess.Write(files[0], tail.Span, end);
        RandomAccess.SetLength(files[0], end + tail.Length);

        void Append(SafeFileHandle from, long first, long last)
        {
            var buffer = new byte[BufferBytes];
            for (var position = first; position < last;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, last - position));
                ParquetPart.Read(from, piece, position);
                RandomAccess.Write(files[0], piece, end);
                position += piece.Length;
                end += piece.Length;
            }
        }
    }
}
