using System.Globalization;
using System.Text.Unicode;
using Ingestion.Model;

namespace Ingestion.Formats;

/// <summary>Words of damage that others must know again.</summary>
internal static class RecordDamage
{
    private const string TooLongStart = "It is longer than ";

    internal static string TooLong(int maxRecordBytes) => string.Create(CultureInfo.InvariantCulture, $"{TooLongStart}{maxRecordBytes:N0} bytes (Ingestion:MaxRecordBytes), so only these are kept.");

    /// <summary>What is wrong with bytes that should be text; null when nothing is.</summary>
    internal static string? OfText(ReadOnlySpan<byte> bytes) => bytes.Contains((byte)0) ? "It has a NUL byte." : Utf8.IsValid(bytes) ? null : "It is not valid UTF-8.";

    /// <summary>Whether only the first bytes of a refused record were kept, which might by chance be a record of their own.</summary>
    internal static bool WasCut(QuarantinedEvent item)
        => item.Violations.Any(static violation => violation.Rule == EventRules.Malformed && violation.Message.StartsWith(TooLongStart, StringComparison.Ordinal));
}
