using Catalog.Core.Errors;
using System.Globalization;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class SourceColumnBinder
{
    private static readonly string[] TimeKeys = ["format", "zone"];

    private static readonly Dictionary<string, Conversion> Conversions = new(StringComparer.Ordinal)
    {
        ["none"] = Conversion.None,
        ["trim"] = Conversion.Trim,
        ["whole_from_decimal"] = Conversion.WholeFromDecimal,
        ["epoch_seconds"] = Conversion.EpochSeconds,
        ["epoch_milliseconds"] = Conversion.EpochMilliseconds,
        ["epoch_microseconds"] = Conversion.EpochMicroseconds,
        ["bool_words"] = Conversion.BoolWords,
    };

    public static IReadOnlyList<Located<SourceColumn>> BindAll(MappingReader source, FileFormat format)
    {
        var readers = source.Mappings("columns");
        if (readers.Count == 0)
        {
            source.Missing("columns", "Add 'columns:' with at least the column of the event time.");
        }

        // Parquet engines fold the case of names, so two columns may not differ in case alone.
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = new List<Located<SourceColumn>>();
        foreach (var reader in readers)
        {
            var column = Bind(reader, format);
            if (column.Name.Length > 0 && !names.Add(column.Name))
            {
                reader.Error("name", DefinitionRules.DuplicateName, $"The source has two columns '{column.Name}'; upper and lower case count as equal.");
            }

            columns.Add(new Located<SourceColumn>(column, reader.LocationOf("name")));
        }

        return columns;
    }

    private static SourceColumn Bind(MappingReader reader, FileFormat format)
    {
        var name = reader.ColumnName("name");
        var type = reader.RequiredType("type")?.Value;
        var column = new SourceColumn
        {
            Name = name.Value,
            From = reader.Text("from")?.Value ?? name.Value,
            Type = type ?? default,
            Conversion = reader.Choice("convert", Conversions, Conversion.None),
            Format = reader.Text("format")?.Value,
            Zone = reader.Text("zone")?.Value,
            KeepEmpty = reader.Flag("keep_empty", fallback: false),
            IsLabel = reader.Flag("label", fallback: false),
            Description = reader.Text("description")?.Value,
        };
        if (name.Value.StartsWith("__", StringComparison.Ordinal))
        {
            reader.CheckNotReserved("name", name.Value);
        }

        if (type is { } known)
        {
            CheckType(reader, column, known, format);
        }

        reader.Close();
        return column;
    }

    private static void CheckType(MappingReader reader, SourceColumn column, DataType type, FileFormat format)
    {
        if (type.IsList && format == FileFormat.Csv)
        {
            reader.Error("type", DefinitionRules.WrongValue, $"A CSV field cannot hold '{type}'.", "Read it as string.");
        }

        if (!Fits(column.Conversion, type))
        {
            reader.Error("convert", DefinitionRules.WrongValue, $"'convert' does not give values of type '{type}'.", FixOf(column.Conversion));
        }

        if (column.KeepEmpty && type != new DataType(ScalarType.String))
        {
            reader.Error("keep_empty", DefinitionRules.WrongValue, $"'keep_empty' keeps the empty text, which a column of type '{type}' cannot hold.", Fix.Remove());
        }

        CheckTime(reader, column, type);
    }

    private static void CheckTime(MappingReader reader, SourceColumn column, DataType type)
    {
        if (type != new DataType(ScalarType.Timestamp))
        {
            foreach (var key in TimeKeys.Where(reader.Has))
            {
                reader.Error(key, DefinitionRules.WrongValue, $"'{key}' is for timestamps; the column '{column.Name}' is of type '{type}'.", Fix.Remove());
            }

            return;
        }

        if (column.Format is { } timeFormat && !IsTimeFormat(timeFormat))
        {
            reader.Error(
                "format", DefinitionRules.WrongValue, $"'{timeFormat}' is no .NET date and time format that gives back the date it is given.",
                "Write year, month, day, hour and minute, such as d/M/yyyy HH:mm.");
        }

        if (column.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            reader.Error("zone", DefinitionRules.WrongValue, $"'{zone}' is no time zone of this machine.", "Write an IANA name, such as Europe/London.");
        }
    }

    private static bool Fits(Conversion conversion, DataType type) => conversion switch
    {
        Conversion.None or Conversion.Trim => true,
        Conversion.WholeFromDecimal => type == new DataType(ScalarType.Int32) || type == new DataType(ScalarType.Int64),
        Conversion.BoolWords => type == new DataType(ScalarType.Bool),
        _ => type == new DataType(ScalarType.Timestamp),
    };

    private static string FixOf(Conversion conversion) => conversion switch
    {
        Conversion.WholeFromDecimal => "whole_from_decimal is for int32 and int64.",
        Conversion.BoolWords => "bool_words is for bool.",
        _ => "epoch_seconds, epoch_milliseconds and epoch_microseconds are for timestamp.",
    };

    private static bool IsTimeFormat(string format)
    {
        var probe = new DateTimeOffset(2015, 11, 28, 0, 0, 0, TimeSpan.Zero);
        try
        {
            var text = probe.ToString(format, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var back) && back == probe;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
