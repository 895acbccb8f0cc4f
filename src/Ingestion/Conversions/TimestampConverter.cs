using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>
/// Timestamps as ISO 8601, or in the column's .NET format where <paramref name="useFormat"/> is true. A time without an offset is local time of the column's zone, else UTC.
/// </summary>
internal sealed class TimestampConverter(SourceColumn column, bool useFormat) : FieldConverter(column)
{
    private const int MaxTextLength = 100;

    private readonly string? _format = useFormat ? column.Format : null;
    private readonly SourceZone? _zone = column.Zone is null ? null : SourceZone.Find(column.Zone, column.Name);
    private readonly Utf8Cache<Value> _cache = new();

    protected override string Expected => _format is null
        ? "a timestamp in ISO 8601, such as 2011-12-09T12:50:00Z"
        : $"a timestamp in the format '{_format}'";

    internal override bool AllowsJson(bool quoted) => quoted;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        if (_format is null)
        {
            return TryConvertIso(utf8, out value);
        }

        if (_cache.TryGet(utf8, out value))
        {
            return true;
        }

        if (!TryConvertFormat(utf8, _format, out value))
        {
            return false;
        }

        _cache.Add(utf8, value);
        return true;
    }

    private bool TryConvertIso(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = Value.Null;
        if (!IsoTimestamp.TryParse(utf8, out var local, out var offset))
        {
            return false;
        }

        return TryMake(offset is { } known ? local.Ticks - known.Ticks : ToUtcTicks(local), out value);
    }

    private bool TryConvertFormat(ReadOnlySpan<byte> utf8, string format, out Value value)
    {
        value = Value.Null;
        Span<char> text = stackalloc char[MaxTextLength];
        if (utf8.Length > MaxTextLength)
        {
            return false;
        }

        text = text[..Encoding.UTF8.GetChars(utf8, text)];
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
        {
            return false;
        }

        return TryMake(time.Kind == DateTimeKind.Utc ? time.Ticks : ToUtcTicks(time), out value);
    }

    private long ToUtcTicks(DateTime local) => _zone?.ToUtcTicks(local) ?? local.Ticks;

    private static bool TryMake(long utcTicks, out Value value)
    {
        var inRange = utcTicks >= DateTime.MinValue.Ticks && utcTicks <= DateTime.MaxValue.Ticks;
        value = inRange ? Value.Of(Instant.FromDateTime(new DateTime(utcTicks, DateTimeKind.Utc))) : Value.Null;
        return inRange;
    }
}
