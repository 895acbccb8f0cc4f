using System.Buffers;
using Catalog.Core.Storage;

namespace FeatureStore.DuckDb.Training;

/// <summary>Finds out whether the lines of a CSV file end in different ways, which DuckDB refuses with words that do not say so.</summary>
internal static class CsvLineEnds
{
    private const int PieceBytes = 128 * 1024;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"\r\n"u8);

    /// <summary>The first line that ends otherwise than the header, in words; null when there is none. A line end between quotes is part of a value, but counts as a line.</summary>
    /// <param name="path">The file; it may be compressed.</param>
    internal static string? FindOther(string path)
    {
        using var file = File.OpenRead(path);
        using var content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipReadStream(file) : (Stream)file;
        var (piece, line, isQuoted, first, isReturn) = (new byte[PieceBytes], 1L, false, (string?)null, false);
        for (int length; (length = content.Read(piece)) > 0;)
        {
            for (var at = 0; at < length; at++)
            {
                if (isReturn)
                {
                    isReturn = false;
                    var isPair = piece[at] == '\n';
                    if (End(isPair ? "CR LF" : "CR") is { } other)
                    {
                        return other;
                    }

                    if (isPair)
                    {
                        continue;
                    }
                }

                var next = piece.AsSpan(at, length - at).IndexOfAny(Marks);
                if (next < 0)
                {
                    break;
                }

                at += next;
                isQuoted ^= piece[at] == '"';
                isReturn = piece[at] == '\r';
                if (piece[at] == '\n' && End("LF") is { } otherEnd)
                {
                    return otherEnd;
                }
            }
        }

        return isReturn ? End("CR") : null;

        string? End(string end)
        {
            if (!isQuoted && (first ??= end) != end)
            {
                return $"line {line} ends with {end} where the first line ends with {first}. End all lines alike.";
            }

            line++;
            return null;
        }
    }
}
