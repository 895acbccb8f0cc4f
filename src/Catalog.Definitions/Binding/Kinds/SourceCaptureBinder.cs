using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Catalog.Core.Errors;
using Ingestion.Changes;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

/// <summary>Reads which table of a database a source captures.</summary>
internal static class SourceCaptureBinder
{
    private const int LongestName = 63;
    private const string SlotPrefix = "catalog_";

    private static readonly SearchValues<char> SlotCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly Dictionary<string, CaptureSnapshot> Snapshots = new(StringComparer.Ordinal)
    {
        ["initial"] = CaptureSnapshot.Initial,
        ["never"] = CaptureSnapshot.Never,
    };

    private static readonly Dictionary<string, CaptureDeletes> Deletes = new(StringComparer.Ordinal)
    {
        ["event"] = CaptureDeletes.Event,
        ["ignore"] = CaptureDeletes.Ignore,
    };

    /// <summary>The capture, where its connection stands, and where its slot does or would stand; null when the source names none.</summary>
    public static (SourceCapture Capture, Located<string> Connection, SourceLocation SlotAt)? Bind(MappingReader source, string name)
    {
        if (source.Mapping("capture") is not { } reader)
        {
            return null;
        }

        var connection = reader.RequiredText("connection", "Add 'connection:' with the name of a database under Ingestion:Postgres:Connections.");
        var table = reader.RequiredText("table", "Add 'table:' with the name of the table, as schema.table.").Value;
        var named = reader.Text("slot");
        var slot = named?.Value ?? SlotOf(name);
        var publication = reader.Text("publication")?.Value ?? slot;
        var capture = new SourceCapture
        {
            Connection = connection.Value,
            Table = table.Length == 0 || table.Contains('.', StringComparison.Ordinal) ? table : "public." + table,
            Slot = slot,
            Publication = publication,
            Snapshot = reader.Choice("snapshot", Snapshots, CaptureSnapshot.Initial),
            Deletes = reader.Choice("deletes", Deletes, CaptureDeletes.Event),
        };
        if (capture.Table.StartsWith('.') || capture.Table.EndsWith('.') || capture.Table.Contains('"', StringComparison.Ordinal))
        {
            reader.Error("table", DefinitionRules.WrongValue, $"'{table}' cannot be the name of a table.", "Write schema.table as the database shows the names, without quotes.");
        }

        if (slot.Length is 0 or > LongestName || slot.AsSpan().ContainsAnyExcept(SlotCharacters))
        {
            reader.Error("slot", DefinitionRules.WrongValue, $"'{slot}' cannot be the name of a replication slot.", $"PostgreSQL takes 1 to {LongestName} of the characters a-z, 0-9 and '_'.");
        }

        if (publication.Length is 0 or > LongestName)
        {
            reader.Error("publication", DefinitionRules.WrongValue, $"'{publication}' cannot be the name of a publication.", $"Write 1 to {LongestName} characters.");
        }

        reader.Close();
        if (source.Has("topic"))
        {
            source.Error("capture", DefinitionRules.WrongValue, "The source reads a topic and captures a table.", "Leave one of 'topic' and 'capture' out; make a second source for the other.");
        }

        return (capture, connection, named?.At ?? connection.At);
    }

    /// <summary>Reports columns that ask for something that no change has, where the source reads changes.</summary>
    public static void CheckColumns(MappingReader source, SourceTopic? topic, SourceCapture? capture, IEnumerable<SourceColumn> columns)
    {
        if (capture is null && topic?.Format != PayloadFormat.Debezium)
        {
            return;
        }

        foreach (var column in columns)
        {
            if (ChangeNames.IsUnknown(column.From))
            {
                source.Error(
                    "columns", DefinitionRules.WrongValue, $"Column '{column.Name}' is read from '{column.From}', which no change has.",
                    $"Of a change there are {string.Join(", ", ChangeNames.Known)}; 'after.{column.From}' is a column of the table.");
            }
        }
    }

    /// <summary>The slot of a source that names none: its name, and where that has other characters a hash, so that no two meet.</summary>
    private static string SlotOf(string source)
    {
        var plain = string.Concat(source.ToLowerInvariant().Select(static character => SlotCharacters.Contains(character) ? character : '_'));
        if (plain == source && SlotPrefix.Length + plain.Length <= LongestName)
        {
            return SlotPrefix + plain;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..8];
        return $"{SlotPrefix}{plain[..Math.Min(plain.Length, LongestName - SlotPrefix.Length - 9)]}_{hash}";
    }
}
