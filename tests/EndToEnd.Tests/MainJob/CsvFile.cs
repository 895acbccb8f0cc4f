using System.IO.Compression;

namespace EndToEnd.Tests.MainJob;

/// <summary>Reads a packed CSV file, whose records are lines, with code that shares nothing with the product.</summary>
internal static class CsvFile
{
    /// <summary>The records in order, each by the names of the header.</summary>
    internal static IEnumerable<Dictionary<string, string>> Read(string path)
    {
        using var file = File.OpenRead(path);
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var header = RetailFile.Split(reader.ReadLine()!);
        while (reader.ReadLine() is { } line)
        {
            yield return header.Zip(RetailFile.Split(line)).ToDictionary(static pair => pair.First, static pair => pair.Second);
        }
    }

    /// <summary>The newest record of each key; of those of one time the last.</summary>
    internal static Dictionary<string, Dictionary<string, string>> Newest(
        IEnumerable<Dictionary<string, string>> rows, Func<Dictionary<string, string>, string> keyOf, Func<Dictionary<string, string>, DateTime> timeOf)
    {
        var newest = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!newest.TryGetValue(keyOf(row), out var other) || timeOf(row) >= timeOf(other))
            {
                newest[keyOf(row)] = row;
            }
        }

        return newest;
    }
}
