namespace Ingestion.Postgres.Values;

/// <summary>How the text of a type becomes JSON.</summary>
internal enum ValueKind
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>A truth value.</summary>
    Boolean,

    /// <summary>A number, of any length; what is none, such as NaN, as text.</summary>
    Number,

    /// <summary>An amount of money, without its signs.</summary>
    Money,

    /// <summary>A time without zone.</summary>
    Timestamp,

    /// <summary>A time in UTC.</summary>
    TimestampTz,

    /// <summary>Bytes, in base64.</summary>
    Bytes,
}

/// <summary>A type as it is written.</summary>
/// <param name="Kind">Of a value, or of the elements of a list.</param>
/// <param name="IsList">Whether it is a list.</param>
internal readonly record struct ValueType(ValueKind Kind, bool IsList);
