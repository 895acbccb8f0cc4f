using System.Buffers;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads which topic outside the event log a source reads.</summary>
internal static class SourceTopicBinder
{
    private const int LongestTopic = 249;

    private static readonly SearchValues<char> TopicCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly Dictionary<string, PayloadFormat> Formats = new(StringComparer.Ordinal)
    {
        ["json"] = PayloadFormat.Json,
        ["avro"] = PayloadFormat.Avro,
        ["protobuf"] = PayloadFormat.Protobuf,
        ["json_schema"] = PayloadFormat.JsonSchema,
        ["debezium"] = PayloadFormat.Debezium,
    };

    private static readonly Dictionary<string, TopicBefore> Befores = new(StringComparer.Ordinal)
    {
        ["key"] = TopicBefore.Key,
        ["row"] = TopicBefore.Row,
    };

    private static readonly Dictionary<string, TopicStart> Starts = new(StringComparer.Ordinal)
    {
        ["earliest"] = TopicStart.Earliest,
        ["latest"] = TopicStart.Latest,
    };

    /// <summary>The topic, and where its connection stands; null when the source names none.</summary>
    public static (SourceTopic Topic, Located<string> Connection)? Bind(MappingReader source)
    {
        if (source.Mapping("topic") is not { } reader)
        {
            return null;
        }

        var name = reader.RequiredText("name", "Add 'name:' with the name of the topic on its brokers.");
        var connection = reader.Text("connection") ?? new Located<string>(SourceTopic.DefaultConnection, reader.Location);
        var deadLetter = reader.Text("dead_letter");
        var topic = new SourceTopic
        {
            Name = name.Value,
            Connection = connection.Value,
            Format = reader.Choice("format", Formats, PayloadFormat.Json),
            Before = reader.Choice("before", Befores, TopicBefore.Key),
            Start = reader.Choice("start", Starts, TopicStart.Earliest),
            DeadLetter = deadLetter?.Value,
        };
        if (reader.Has("before") && topic.Format != PayloadFormat.Debezium)
        {
            reader.Error("before", DefinitionRules.WrongValue, "Only changes of Debezium have an old row.", "Leave 'before' out, or write 'format: debezium'.");
        }

        CheckName(reader, "name", name.Value);
        if (deadLetter is { } refused)
        {
            CheckName(reader, "dead_letter", refused.Value);
            if (refused.Value == name.Value)
            {
                reader.Error(
                    "dead_letter", DefinitionRules.WrongValue, $"Refused records would come back: '{refused}' is the topic that the source reads.", $"Name another topic, such as '{refused}.dead-letter'.");
            }
        }

        reader.Close();
        return (topic, connection);
    }

    private static void CheckName(MappingReader reader, string key, string name)
    {
        if (name.Length == 0)
        {
            return;
        }

        if (name.Length > LongestTopic || name is "." or ".." || name.AsSpan().ContainsAnyExcept(TopicCharacters))
        {
            reader.Error(
                key, DefinitionRules.WrongValue, $"'{name}' cannot be the name of a topic.", $"Kafka takes 1 to {LongestTopic} of the characters A-Z, a-z, 0-9, '.', '_' and '-', and neither '.' nor '..' alone.");
        }
    }
}
