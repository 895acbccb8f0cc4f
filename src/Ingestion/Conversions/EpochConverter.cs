using System.Buffers.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Seconds, milliseconds or microseconds since 1970, with or without a fraction; digits below a microsecond are cut towards the past.</summary>
internal sealed class EpochConverter(SourceColumn column) : FieldConverter(column)
{
    private readonly decimal _unit = column.Conversion switch
    {
        Conversion.EpochSeconds => 1_000_000m,
        Conversion.EpochMilliseconds => 1_000m,
        _ => 1m,
    };

    protected override string Expected
        => (_unit == 1m ? "a number of microseconds" : _unit == 1_000m ? "a number of milliseconds" : "a number of seconds") + " since 1970 within the years 1 to 9999";

    internal override bool AllowsJson(bool quoted) => true;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = Value.Null;
        if (!Utf8Parser.TryParse(utf8, out decimal number, out var read) || read != utf8.Length)
        {
            return false;
        }

        // The limit is checked before the multiplication, which could overflow.
        if (number < Instant.MinValue.UnixMicroseconds / _unit || number > Instant.MaxValue.UnixMicroseconds / _unit)
        {
            return false;
        }

        value = Value.Of(new Instant((long)decimal.Floor(number * _unit)));
        return true;
    }
}
