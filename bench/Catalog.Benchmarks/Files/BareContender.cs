using System.IO.Compression;

namespace Catalog.Benchmarks.Files;

/// <summary>Unpacks a CSV file and splits its lines into fields; what reading costs when nothing is done with it.</summary>
internal static class BareContender
{
    internal static long CountRows(string path)
    {
        using var file = File.OpenRead(path);
        using var unpacked = path.EndsWith(".gz", StringComparison.Ordinal) ? (Stream)new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(unpacked);
        var header = CountFields(reader.ReadLine());
        var rows = 0L;
        while (reader.ReadLine() is { } line)
        {
            rows += CountFields(line) == header ? 1 : 0;
        }

        return rows;
    }

    private static int CountFields(ReadOnlySpan<char> line)
    {
        var fields = 1;
        var isQuoted = false;
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            fields += letter == ',' && !isQuoted ? 1 : 0;
        }

        return fields;
    }
}
