using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Benchmarks.Measuring;

/// <summary>Writes offline files as the product appends them: one for each range of the log.</summary>
internal static class LogFiles
{
    /// <summary>The moment of the first event, in microseconds since 1970.</summary>
    internal const long Start = 1_735_689_600_000_000;

    private const long RowsPerFile = 65_536;

    /// <summary>The one key of the views.</summary>
    internal static readonly Entity Customer = new() { Name = "k0", JoinKey = "k0", Type = new DataType(ScalarType.Int64), Domain = "bench", Owner = "bench" };

    /// <summary>Writes a log of events that follow each other at one step; files that are there already are taken as they are.</summary>
    /// <param name="connection">Makes the files.</param>
    /// <param name="folder">The root of the offline store.</param>
    /// <param name="view">The view.</param>
    /// <param name="rows">Events.</param>
    /// <param name="step">Microseconds between two events.</param>
    /// <param name="disorder">How many microseconds an event may be before its place.</param>
    /// <param name="columns">What is selected of <c>range</c>, the sequence.</param>
    internal static OfflineSnapshot Write(DuckDbConnection connection, string folder, FeatureView view, long rows, long step, long disorder, string columns)
    {
        Directory.CreateDirectory(Path.Combine(folder, view.Name));
        var rowsPerGroup = RowGroups.Of(rows, rows * sizeof(double) * view.Features.Count, ParquetOfflineFiles.MaxBytesPerGroup);
        var files = new List<OfflineFile>();
        for (var first = 0L; first < rows; first += RowsPerFile)
        {
            var end = Math.Min(first + RowsPerFile, rows);
            var path = $"{view.Name}/{first:00000000000000000000}.parquet";
            var file = Path.Combine(folder, path);
            if (!File.Exists(file))
            {
                connection.Execute($"COPY (SELECT {columns} FROM range({first}, {end})) TO '{file}' ({OfflineFileSchema.Format}, ROW_GROUP_SIZE {rowsPerGroup})", CancellationToken.None);
            }

            files.Add(new OfflineFile
            {
                Path = path, Partition = 0, FirstSequence = first, EndSequence = end, RowCount = end - first, ByteCount = new FileInfo(file).Length,
                MinEventTime = new Instant(Start + (first * step) - disorder), MaxEventTime = new Instant(Start + (end * step)),
            });
        }

        return new OfflineSnapshot(view.Id, 1, files);
    }
}
