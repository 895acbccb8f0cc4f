using Catalog.Core.Values;

namespace Catalog.Core.Arrow;

/// <summary>How the values of a column lie in the batches that somebody else wrote, and what they are read as.</summary>
internal sealed record ArrowLayout
{
    /// <summary>What the values are read as.</summary>
    internal required DataType Type { get; init; }

    /// <summary>How they lie there.</summary>
    internal required ArrowEncoding Encoding { get; init; }

    /// <summary>Bytes of a number, or of an offset.</summary>
    internal int Width { get; init; }

    /// <summary>Whether a number has a sign.</summary>
    internal bool IsSigned { get; init; }

    /// <summary>Unit of a timestamp.</summary>
    internal ArrowTimeUnit Unit { get; init; }

    /// <summary>Digits of a decimal after the point.</summary>
    internal int Scale { get; init; }

    /// <summary>The elements of a list.</summary>
    internal ArrowLayout? Element { get; init; }

    /// <summary>The dictionary whose places the numbers are; null for values of the column's own.</summary>
    internal long? Dictionary { get; init; }
}

/// <summary>How values lie in a batch.</summary>
internal enum ArrowEncoding
{
    /// <summary>All are null; there are no bytes.</summary>
    Nulls,

    /// <summary>Bits.</summary>
    Bits,

    /// <summary>Whole numbers.</summary>
    Integers,

    /// <summary>IEEE 754 numbers.</summary>
    Floats,

    /// <summary>Whole numbers to be divided by a power of ten.</summary>
    Decimals,

    /// <summary>Days since 1970, or milliseconds of them.</summary>
    Dates,

    /// <summary>Units of time since 1970.</summary>
    Timestamps,

    /// <summary>Offsets, and bytes or text.</summary>
    Variable,

    /// <summary>Equally many bytes each.</summary>
    Fixed,

    /// <summary>Offsets, and elements.</summary>
    Lists,
}
