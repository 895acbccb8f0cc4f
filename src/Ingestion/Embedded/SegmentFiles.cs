using System.Globalization;
using Catalog.Core.Storage;

namespace Ingestion.Embedded;

/// <summary>Names, lists and makes the segment files of a topic's folder.</summary>
internal static class SegmentFiles
{
    private const string Ending = ".seg";
    private const int Digits = 20;

    public static string PathOf(string directory, long number)
        => Path.Combine(directory, number.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0') + Ending);

    /// <summary>Makes the file with its header, whole or not at all.</summary>
    public static Segment Create(LogDisk disk, string directory, SegmentHeader header)
    {
        var path = PathOf(directory, header.Number);
        disk.Replace(path, header.Encode());
        return new Segment(path, header, header.Length, new SegmentIndex(header.Partitions));
    }

    /// <summary>Whether the folder holds a topic: one whose making a crash cut short does not count.</summary>
    public static bool Exist(string directory) => File.Exists(PathOf(directory, 0));

    /// <summary>The headers of all segments in order.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/>: one is missing or damaged.</exception>
    public static IReadOnlyList<SegmentHeader> ReadHeaders(string directory)
    {
        var headers = new List<SegmentHeader>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + Ending).Order(StringComparer.Ordinal))
        {
            var expected = PathOf(directory, headers.Count);
            if (path != expected)
            {
                throw LogErrors.Corrupt(expected, 0, $"the file is missing; the next one is \"{Path.GetFileName(path)}\"");
            }

            var header = SegmentHeader.Read(path, headers.Count);
            if (headers.Count > 0 && header.Partitions != headers[^1].Partitions)
            {
                throw LogErrors.Corrupt(path, 8, $"it names \"{header.Partitions}\" partitions; the segment before it has {headers[^1].Partitions}");
            }

            headers.Add(header);
        }

        return headers;
    }

    /// <summary>Deletes what a crash left half made.</summary>
    public static void DeleteTemporary(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*" + DurableFile.TemporaryEnding))
        {
            File.Delete(path);
        }
    }
}
