namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>How a field is written (https://protobuf.dev/programming-guides/encoding/#structure).</summary>
internal enum WireType
{
    /// <summary>A number of one to ten bytes.</summary>
    Varint = 0,

    /// <summary>Eight bytes.</summary>
    Fixed64 = 1,

    /// <summary>A length and as many bytes.</summary>
    Length = 2,

    /// <summary>Begin of a group.</summary>
    StartGroup = 3,

    /// <summary>End of a group.</summary>
    EndGroup = 4,

    /// <summary>Four bytes.</summary>
    Fixed32 = 5,
}
