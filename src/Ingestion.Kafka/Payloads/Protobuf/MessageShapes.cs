using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Knows the messages that stand for something else: https://protobuf.dev/reference/protobuf/google.protobuf/ and what connectors of Confluent write.</summary>
internal static class MessageShapes
{
    private const string WellKnown = ".google.protobuf.";

    /// <summary>The shape of a message. A type of a known name that was declared otherwise is an object like any other.</summary>
    internal static MessageShape Of(string fullName, MessageType type) => fullName switch
    {
        WellKnown + "Timestamp" when IsTime(type) => MessageShape.Timestamp,
        WellKnown + "Duration" when IsTime(type) => MessageShape.Duration,
        WellKnown + "Struct" or WellKnown + "ListValue" when type.Fields is [{ IsRepeated: true }] => MessageShape.Single,
        WellKnown + "Value" when type.Fields.All(static field => field is { OneOf: not null, IsRepeated: false }) => MessageShape.Any,
        WellKnown + "DoubleValue" or WellKnown + "FloatValue" or WellKnown + "Int64Value" or WellKnown + "UInt64Value" or WellKnown + "Int32Value" or WellKnown + "UInt32Value"
            or WellKnown + "BoolValue" or WellKnown + "StringValue" or WellKnown + "BytesValue"
            when type.Fields is [{ IsRepeated: false, Message: null }] => MessageShape.Single,
        ".confluent.type.Decimal" when type.Fields is [{ Type: FieldType.TypeBytes, IsRepeated: false }, { Number: 2 }, { Type: FieldType.TypeInt32, IsRepeated: false }] => MessageShape.Decimal,
        _ => MessageShape.Object,
    };

    private static bool IsTime(MessageType type)
        => type.Fields is [{ Type: FieldType.TypeInt64, IsRepeated: false }, { Type: FieldType.TypeInt32, IsRepeated: false }];
}

/// <summary>How a message is shown in JSON.</summary>
internal enum MessageShape
{
    /// <summary>As an object.</summary>
    Object,

    /// <summary>As what its one field holds: wrappers, <c>Struct</c> and <c>ListValue</c>.</summary>
    Single,

    /// <summary>As what the one of its fields holds that was written: <c>Value</c>.</summary>
    Any,

    /// <summary>Seconds and nanoseconds since 1970 as ISO 8601.</summary>
    Timestamp,

    /// <summary>Seconds and nanoseconds as in ProtoJSON: <c>1.5s</c>.</summary>
    Duration,

    /// <summary>An unscaled number and its scale as a number.</summary>
    Decimal,
}
