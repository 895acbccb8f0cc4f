using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Reads timestamps as another converter does and moves them towards the future.</summary>
internal sealed class ShiftedTimestampConverter(SourceColumn column, FieldConverter written, TimeSpan shift) : FieldConverter(column)
{
    protected override string Expected => $"a timestamp that 'file_time_shift' of the source does not move beyond the year {Instant.MaxValue.ToDateTime().Year}";

    internal override bool AllowsJson(bool quoted) => written.AllowsJson(quoted);

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        if (!written.TryConvert(utf8, out value))
        {
            return false;
        }

        var isInRange = value.AsInstant() <= Instant.MaxValue - shift;
        value = isInRange ? Value.Of(value.AsInstant() + shift) : Value.Null;
        return isInRange;
    }

    internal override string Explain(ReadOnlySpan<byte> utf8) => written.TryConvert(utf8, out _) ? base.Explain(utf8) : written.Explain(utf8);
}
