using System.Text.Json;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>A field of a message, ready to decode. Immutable once the schema is compiled.</summary>
internal sealed class MessageField
{
    internal required int Number { get; init; }

    /// <summary>The name of the schema's text, not the lowerCamelCase one of ProtoJSON: columns name it as its writer does.</summary>
    internal required JsonEncodedText Name { get; init; }

    internal required FieldType Type { get; init; }

    internal required bool IsRepeated { get; init; }

    /// <summary>Whether a field that was not written is null. Others have the default of their type then, which no writer sends.</summary>
    internal required bool HasPresence { get; init; }

    internal required bool IsRequired { get; init; }

    /// <summary>Number of the group of fields of which the last one written counts; null outside of one.</summary>
    internal int? OneOf { get; init; }

    /// <summary>Of a message or group.</summary>
    internal MessageType? Message { get; init; }

    /// <summary>Of an enum: its symbols by number.</summary>
    internal IReadOnlyDictionary<int, JsonEncodedText>? Symbols { get; init; }

    /// <summary>Whether all of its values count: an object in pieces is put together.</summary>
    internal bool KeepsAll => IsRepeated || Message is not null;

    /// <summary>How single values are written.</summary>
    private WireType Wire => Type switch
    {
        FieldType.TypeDouble or FieldType.TypeFixed64 or FieldType.TypeSfixed64 => WireType.Fixed64,
        FieldType.TypeFloat or FieldType.TypeFixed32 or FieldType.TypeSfixed32 => WireType.Fixed32,
        FieldType.TypeString or FieldType.TypeBytes or FieldType.TypeMessage => WireType.Length,
        FieldType.TypeGroup => WireType.StartGroup,
        _ => WireType.Varint,
    };

    /// <summary>Whether values may be written so. Others are fields that the schema does not know.</summary>
    internal bool Takes(WireType wire) => Message is not null
        ? wire is WireType.Length or WireType.StartGroup
        : wire == Wire || (IsRepeated && wire == WireType.Length);

    /// <summary>Whether many values stand in one piece.</summary>
    internal bool IsPacked(WireType wire) => wire == WireType.Length && Wire is WireType.Varint or WireType.Fixed32 or WireType.Fixed64;
}
