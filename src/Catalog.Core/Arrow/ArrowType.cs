using Catalog.Core.Values;

namespace Catalog.Core.Arrow;

/// <summary>The type of a column, in Arrow's terms.</summary>
/// <param name="Kind">What the values are.</param>
public sealed record ArrowType(ArrowKind Kind)
{
    /// <summary>Unit of a timestamp.</summary>
    public ArrowTimeUnit Unit { get; init; } = ArrowTimeUnit.Microsecond;

    /// <summary>Time zone of a timestamp, such as <c>UTC</c>; null for one of no zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Digits of a decimal.</summary>
    public int Precision { get; init; }

    /// <summary>Digits of a decimal after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Type of the elements of a list; null otherwise.</summary>
    public ArrowType? Element { get; init; }

    /// <summary>Bytes of one value; 0 where values are single bits or of any length.</summary>
    public int Width => Kind switch
    {
        ArrowKind.Int8 or ArrowKind.UInt8 => 1,
        ArrowKind.Int16 or ArrowKind.UInt16 => 2,
        ArrowKind.Int32 or ArrowKind.UInt32 or ArrowKind.Float or ArrowKind.Date => 4,
        ArrowKind.Int64 or ArrowKind.UInt64 or ArrowKind.Double or ArrowKind.Timestamp => 8,
        ArrowKind.Decimal => 16,
        _ => 0,
    };

    /// <summary>The type that values of one of the product's own types have: the same as in the Parquet files.</summary>
    public static ArrowType Of(DataType type) => type.IsList
        ? new ArrowType(ArrowKind.List) { Element = Of(new DataType(type.Element)) }
        : type.Element switch
        {
            ScalarType.Bool => new ArrowType(ArrowKind.Bool),
            ScalarType.Int32 => new ArrowType(ArrowKind.Int32),
            ScalarType.Int64 => new ArrowType(ArrowKind.Int64),
            ScalarType.Float => new ArrowType(ArrowKind.Float),
            ScalarType.Double => new ArrowType(ArrowKind.Double),
            ScalarType.String => new ArrowType(ArrowKind.Text),
            ScalarType.Bytes => new ArrowType(ArrowKind.Bytes),
            ScalarType.Timestamp => new ArrowType(ArrowKind.Timestamp) { TimeZone = "UTC" },
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The type of a column must be set."),
        };
}

/// <summary>What the values of a column are.</summary>
public enum ArrowKind
{
    /// <summary>True or false, one bit each.</summary>
    Bool,

    /// <summary>Whole numbers of 8 bits.</summary>
    Int8,

    /// <summary>Whole numbers of 16 bits.</summary>
    Int16,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,

    /// <summary>Whole numbers of 8 bits without a sign.</summary>
    UInt8,

    /// <summary>Whole numbers of 16 bits without a sign.</summary>
    UInt16,

    /// <summary>Whole numbers of 32 bits without a sign.</summary>
    UInt32,

    /// <summary>Whole numbers of 64 bits without a sign.</summary>
    UInt64,

    /// <summary>IEEE 754 single.</summary>
    Float,

    /// <summary>IEEE 754 double.</summary>
    Double,

    /// <summary>Decimals of 128 bits: the digits as one whole number.</summary>
    Decimal,

    /// <summary>Days since 1970, 32 bits.</summary>
    Date,

    /// <summary>Time since 1970 in a unit, 64 bits.</summary>
    Timestamp,

    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>Raw bytes.</summary>
    Bytes,

    /// <summary>Lists of one other type.</summary>
    List,
}

/// <summary>Units of timestamps; the numbers are Arrow's.</summary>
public enum ArrowTimeUnit
{
    /// <summary>Seconds.</summary>
    Second = 0,

    /// <summary>Thousandths of a second.</summary>
    Millisecond = 1,

    /// <summary>Millionths of a second.</summary>
    Microsecond = 2,

    /// <summary>Billionths of a second.</summary>
    Nanosecond = 3,
}
