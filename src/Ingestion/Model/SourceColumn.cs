using Catalog.Core.Values;

namespace Ingestion.Model;

/// <summary>One typed column of a source and how it is read from the raw field.</summary>
public sealed record SourceColumn
{
    /// <summary>Name by which contracts, views and pushes know it.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the raw field: CSV header, JSON property or Parquet column. The same as <see cref="Name"/> unless declared.</summary>
    public required string From { get; init; }

    /// <summary>Type of the value.</summary>
    public required DataType Type { get; init; }

    /// <summary>What happens to the raw text before it is read as the type.</summary>
    public Conversion Conversion { get; init; }

    /// <summary>.NET date format for a timestamp, for example <c>d/M/yyyy HH:mm</c>; null reads ISO 8601.</summary>
    public string? Format { get; init; }

    /// <summary>IANA zone of timestamps without an offset; null means UTC. A local time that a clock change skips or repeats is read with the earlier offset.</summary>
    public string? Zone { get; init; }

    /// <summary>Whether an empty CSV field is the empty text rather than null. Strings only.</summary>
    public bool KeepEmpty { get; init; }

    /// <summary>Whether the value becomes known only after the event, such as how a ticket ends: good for labels, not for features. Events are read and checked alike.</summary>
    public bool IsLabel { get; init; }

    /// <summary>Meaning, in a sentence; null when absent.</summary>
    public string? Description { get; init; }
}

/// <summary>Declared conversions of raw text. Nothing is converted by guessing.</summary>
public enum Conversion
{
    /// <summary>The text is read as the type directly.</summary>
    None,

    /// <summary>Leading and trailing white space is cut.</summary>
    Trim,

    /// <summary>A whole number written with a zero fraction, such as <c>17850.0</c>, becomes the integer; another fraction is an error.</summary>
    WholeFromDecimal,

    /// <summary>A number of seconds since 1970 becomes a timestamp.</summary>
    EpochSeconds,

    /// <summary>A number of milliseconds since 1970 becomes a timestamp.</summary>
    EpochMilliseconds,

    /// <summary>A number of microseconds since 1970 becomes a timestamp.</summary>
    EpochMicroseconds,

    /// <summary><c>true</c>/<c>false</c>, <c>yes</c>/<c>no</c>, <c>y</c>/<c>n</c>, <c>1</c>/<c>0</c> in any case become a bool.</summary>
    BoolWords,
}
