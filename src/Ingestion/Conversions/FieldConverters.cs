using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Chooses the converter of a column.</summary>
internal static class FieldConverters
{
    /// <param name="column">The column.</param>
    /// <param name="useFormat">Whether the column's date format applies; pushed timestamps are ISO 8601 whatever the files look like.</param>
    /// <param name="timeShift">How far timestamps are moved towards the future.</param>
    /// <exception cref="IngestionException">The column's conversion or zone cannot be used.</exception>
    internal static FieldConverter Create(SourceColumn column, bool useFormat, TimeSpan timeShift = default)
    {
        var scalar = CreateScalar(column with { Type = new DataType(column.Type.Element) }, useFormat);
        if (timeShift != TimeSpan.Zero && column.Type.Element == ScalarType.Timestamp)
        {
            scalar = new ShiftedTimestampConverter(column, scalar, timeShift);
        }

        return column.Type.IsList ? new ListConverter(column, scalar) : scalar;
    }

    private static FieldConverter CreateScalar(SourceColumn column, bool useFormat) => (column.Type.Element, column.Conversion) switch
    {
        (ScalarType.Int32 or ScalarType.Int64, Conversion.None or Conversion.Trim or Conversion.WholeFromDecimal) => new IntegerConverter(column),
        (ScalarType.Float or ScalarType.Double, Conversion.None or Conversion.Trim) => new FloatingConverter(column),
        (ScalarType.Bool, Conversion.None or Conversion.Trim or Conversion.BoolWords) => new BoolConverter(column),
        (ScalarType.String, Conversion.None or Conversion.Trim) => new TextConverter(column),
        (ScalarType.Bytes, Conversion.None or Conversion.Trim) => new BytesConverter(column),
        (ScalarType.Timestamp, Conversion.None or Conversion.Trim) => new TimestampConverter(column, useFormat),
        (ScalarType.Timestamp, Conversion.EpochSeconds or Conversion.EpochMilliseconds or Conversion.EpochMicroseconds) => new EpochConverter(column),
        _ => throw new IngestionException(
            IngestionErrorCode.InvalidRequest,
            $"Column '{column.Name}' of type '{column.Type}' cannot use the conversion '{column.Conversion}'. Remove it from the source, or change the column's type."),
    };
}
