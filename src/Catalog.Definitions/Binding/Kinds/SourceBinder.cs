using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Binding.Drafts;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class SourceBinder
{
    private static readonly Dictionary<string, FileFormat> Formats = new(StringComparer.Ordinal)
    {
        ["csv"] = FileFormat.Csv,
        ["ndjson"] = FileFormat.Ndjson,
        ["parquet"] = FileFormat.Parquet,
    };

    public static Draft Bind(MappingReader reader)
    {
        var header = Header.ReadOwned(reader, DefinitionKind.Source);
        if (reader.Has("from") || reader.Has("enrich"))
        {
            return EnrichedSourceBinder.Bind(reader, header);
        }

        // The payloads of a topic have a format of their own, and so have the changes of a table.
        var hasFeed = reader.Has("topic") || reader.Has("capture");
        if (!reader.Has("format") && !hasFeed)
        {
            reader.Missing("format", "Add 'format: csv', 'format: ndjson' or 'format: parquet'.");
        }

        var format = reader.Choice("format", Formats, hasFeed ? FileFormat.Ndjson : FileFormat.Csv);
        var topic = SourceTopicBinder.Bind(reader);
        var capture = SourceCaptureBinder.Bind(reader, header.Name.Value);
        var csv = CsvFormatBinder.Bind(reader, format);
        var columns = SourceColumnBinder.BindAll(reader, format);
        SourceCaptureBinder.CheckColumns(reader, topic?.Topic, capture?.Capture, columns.Select(static column => column.Value));
        var contract = reader.Text("contract");
        var source = new Source
        {
            Name = header.Name.Value,
            Version = 0,
            Domain = header.DomainName,
            Owner = header.OwnerName,
            Description = header.Description,
            Topic = topic?.Topic,
            Capture = capture?.Capture,
            Format = format,
            Csv = csv,
            NullValues = reader.PlainTexts("null_values"),
            Columns = [.. columns.Select(static column => column.Value)],
            TimestampColumn = ReadTimestamp(reader, columns),
            Key = ReadKey(reader, columns),
            Contract = contract?.Value,
            AllowedLateness = reader.Duration("allowed_lateness") ?? TimeSpan.Zero,
            EarliestEventTime = reader.Time("earliest_event_time"),
            MaxAhead = reader.Duration("max_ahead"),
            FileTimeShift = reader.Duration("file_time_shift") ?? TimeSpan.Zero,
            AcceptsPush = reader.Flag("push", fallback: true),
            Files = ReadFiles(reader),
        };
        return new SourceDraft
        {
            Id = header.Id,
            Location = header.Name.At,
            Domain = header.Domain,
            Owner = header.Owner,
            Source = source,
            Contract = contract,
            Connection = topic?.Connection ?? capture?.Connection,
            SlotAt = capture?.SlotAt,
            ColumnPlaces = columns.DistinctBy(static column => column.Value.Name).ToDictionary(
                static column => column.Value.Name, static column => column.At, StringComparer.Ordinal),
        };
    }

    private static string ReadTimestamp(MappingReader reader, IReadOnlyList<Located<SourceColumn>> columns)
    {
        var timestamp = reader.RequiredText("timestamp", "Add 'timestamp:' with the name of the column that holds the event time.");
        if (timestamp.Value.Length == 0 || columns.Count == 0)
        {
            return timestamp.Value;
        }

        var column = columns.FirstOrDefault(column => column.Value.Name == timestamp.Value).Value;
        if (column is null)
        {
            reader.Error(
                "timestamp", DefinitionRules.UnknownColumn, $"The source has no column '{timestamp}'.",
                NearName.Suggest(timestamp.Value, [.. columns.Select(static candidate => candidate.Value.Name)]));
        }
        else if (column.Type != new DataType(ScalarType.Timestamp))
        {
            reader.Error(
                "timestamp", DefinitionRules.TimestampColumn, $"The column '{timestamp}' is of type '{column.Type}' and cannot hold the event time.",
                $"Give the column '{timestamp}' the type timestamp, with a 'format' if it is not ISO 8601.");
        }

        return timestamp.Value;
    }

    private static List<string> ReadKey(MappingReader reader, IReadOnlyList<Located<SourceColumn>> columns)
    {
        var key = new List<string>();
        foreach (var name in reader.Texts("key"))
        {
            var column = columns.FirstOrDefault(column => column.Value.Name == name.Value).Value;
            if (column is null)
            {
                reader.Error(
                    "key", DefinitionRules.UnknownColumn, $"The source has no column '{name}'.",
                    NearName.Suggest(name.Value, [.. columns.Select(static candidate => candidate.Value.Name)]));
            }
            else if (key.Contains(name.Value))
            {
                reader.Error("key", DefinitionRules.WrongValue, $"The key names the column '{name}' twice.", "Name each column once.");
            }
            else
            {
                key.Add(name.Value);
            }
        }

        return key;
    }

    // Definitions come over the network too: a path must not lead out of the folder of its definition.
    private static IReadOnlyList<string> ReadFiles(MappingReader reader)
    {
        var files = reader.Texts("files");
        foreach (var file in files.Where(static file => !IsInside(file.Value)))
        {
            reader.Error(
                "files", DefinitionRules.WrongValue, $"'{file}' leads out of the folder of the definition.",
                "Write a path relative to this file, with '/' and without '..'.");
        }

        return [.. files.Select(static file => file.Value)];
    }

    private static bool IsInside(string path)
        => path.Length > 0 && path[0] is not '/' && !path.Contains('\\') && !path.Contains(':') && !path.Split('/').Contains("..");
}
