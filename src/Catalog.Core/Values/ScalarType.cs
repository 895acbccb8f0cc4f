namespace Catalog.Core.Values;

/// <summary>The scalar types a column, an entity key or a feature may have. Numbers are stable: they are written into stored rows.</summary>
public enum ScalarType : byte
{
    /// <summary>No type; the default of an unset <see cref="DataType"/>.</summary>
    Invalid = 0,

    /// <summary>Raw bytes.</summary>
    Bytes = 1,

    /// <summary>UTF-8 text.</summary>
    String = 2,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 3,

    /// <summary>64-bit signed integer.</summary>
    Int64 = 4,

    /// <summary>IEEE 754 double.</summary>
    Double = 5,

    /// <summary>IEEE 754 single.</summary>
    Float = 6,

    /// <summary>True or false.</summary>
    Bool = 7,

    /// <summary>A UTC instant with microsecond resolution.</summary>
    Timestamp = 8,
}
