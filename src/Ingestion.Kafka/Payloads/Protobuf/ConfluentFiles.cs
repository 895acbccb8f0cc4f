namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Files that every schema may import although no registry has them.</summary>
internal static class ConfluentFiles
{
    private static readonly (string Name, string Text)[] Known =
    [
        ("confluent/meta.proto", """
            syntax = "proto3";
            package confluent;
            import "google/protobuf/descriptor.proto";
            message Meta {
              string doc = 1;
              map<string, string> params = 2;
              repeated string tags = 3;
            }
            extend google.protobuf.FileOptions { Meta file_meta = 1088; }
            extend google.protobuf.MessageOptions { Meta message_meta = 1088; }
            extend google.protobuf.FieldOptions { Meta field_meta = 1088; }
            extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }
            extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }
            """),
        ("confluent/type/decimal.proto", """
            syntax = "proto3";
            package confluent.type;
            message Decimal {
              bytes value = 1;
              uint32 precision = 2;
              int32 scale = 3;
            }
            """),
    ];

    /// <summary>Those that a schema or one of its references imports and nobody gave.</summary>
    internal static IEnumerable<(string Name, string Text)> For(string text, IReadOnlyList<(string Name, string Text)> references) => Known.Where(file =>
        references.All(reference => reference.Name != file.Name)
        && references.Select(static reference => reference.Text).Append(text).Any(source => source.Contains($"\"{file.Name}\"", StringComparison.Ordinal)));
}
