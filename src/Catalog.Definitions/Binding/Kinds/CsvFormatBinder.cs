using Catalog.Core.Errors;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Kinds;

internal static class CsvFormatBinder
{
    public static CsvFormat Bind(MappingReader source, FileFormat format)
    {
        if (source.Mapping("csv") is not { } reader)
        {
            return new CsvFormat();
        }

        if (format != FileFormat.Csv)
        {
            source.Error("csv", DefinitionRules.WrongValue, "'csv' says how CSV is written, but the format is another.", new Fix("Remove it, or write 'format: csv'.", FindingEdit.Remove(), FindingEdit.Write("csv", "format")));
        }

        var result = new CsvFormat { Delimiter = ReadDelimiter(reader), Header = reader.Flag("header", fallback: true) };
        reader.Close();
        return result;
    }

    private static char ReadDelimiter(MappingReader reader)
    {
        if (reader.Text("delimiter") is not { } text)
        {
            return ',';
        }

        if (text.Value is [var delimiter] && char.IsAscii(delimiter) && delimiter is not ('"' or '\r' or '\n') && !char.IsLetterOrDigit(delimiter))
        {
            return delimiter;
        }

        reader.Error(
            "delimiter", DefinitionRules.WrongValue, $"'{text}' cannot part fields: it must be one ASCII character that is no letter, digit or quote.",
            "Write \",\", \";\", \"|\" or \"\\t\" in double quotes.");
        return ',';
    }
}
