namespace Ingestion.Formats;

/// <summary>Counts lines by their line feeds.</summary>
internal static class LineCounter
{
    internal static int Count(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n');

    /// <summary>The bytes without a carriage return at the end.</summary>
    internal static int WithoutCarriageReturn(ReadOnlySpan<byte> line) => line.Length > 0 && line[^1] == (byte)'\r' ? line.Length - 1 : line.Length;
}
