using Google.Protobuf.Reflection;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Whether a field can be told to be left out: https://protobuf.dev/programming-guides/field_presence/.</summary>
internal static class FieldPresences
{
    internal static FeatureSet.FieldPresence Of(FieldDescriptorProto field, FileDescriptorProto file)
    {
        if (field.label == FieldDescriptorProto.Label.LabelRequired)
        {
            return FeatureSet.FieldPresence.LegacyRequired;
        }

        if (field.type is FieldType.TypeMessage or FieldType.TypeGroup || field.ShouldSerializeOneofIndex() || field.Proto3Optional)
        {
            return FeatureSet.FieldPresence.Explicit;
        }

        return file.Syntax switch
        {
            "proto3" => FeatureSet.FieldPresence.Implicit,
            "editions" => Declared(field.Options?.Features) ?? Declared(file.Options?.Features) ?? FeatureSet.FieldPresence.Explicit,
            _ => FeatureSet.FieldPresence.Explicit,
        };
    }

    private static FeatureSet.FieldPresence? Declared(FeatureSet? features)
        => features is { field_presence: not FeatureSet.FieldPresence.FieldPresenceUnknown } ? features.field_presence : null;
}
