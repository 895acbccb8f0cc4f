using Catalog.Core.Arrow;
using Catalog.Core.Values;

namespace Catalog.Benchmarks.Serving;

/// <summary>The lookup over HTTP/1.1, answered in Arrow's format.</summary>
internal sealed class ArrowDoor(Uri address) : JsonDoor(address)
{
    /// <summary>Value, status and event time.</summary>
    private const int ColumnsPerFeature = 3;

    internal override string Name => "HTTP Arrow";

    protected override string Accept => ArrowStream.MediaType;

    internal override long?[][] Read(byte[] answer)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, answer);
            using var reader = ArrowReader.Open(file);
            var columns = reader.Fields.Select(static _ => new Value[ArrowReader.MostRows]).ToArray();
            var rows = reader.Read(columns);
            return [.. columns.Skip(1).Chunk(ColumnsPerFeature).Select(chunk => chunk[0].Take(rows).Select(static value => value.IsNull ? (long?)null : value.AsInt64()).ToArray())];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
