using System.Globalization;
using System.Text.RegularExpressions;

namespace FeatureStore.DuckDb.Training;

/// <summary>What DuckDB says of a frame that it cannot read, in words for whoever sent it: without options that nobody here can set.</summary>
internal static partial class FrameReasons
{
    private const int LongestQuote = 200;

    private static readonly (Regex Pattern, Func<Match, string> Words)[] Known =
    [
        (WrongWidth(), static match => $"line {match.Groups["line"].Value} has {Values(match.Groups["found"].Value)} where the header has {match.Groups["expected"].Value} columns: '{Quote(match.Groups["text"].Value)}'. "
            + "Give each line a value for each column, and put values that hold commas or line ends between quotes."),
        (NoUtf8(), static match => $"line {match.Groups["line"].Value} is no text in UTF-8. Write the file as UTF-8."),
        (WrongQuote(), static match => $"in line {match.Groups["line"].Value} a quote begins or ends within a value: '{Quote(match.Groups["text"].Value)}'. Put the whole value between quotes, and write a quote within it twice."),
        (LongLine(), static match => $"line {match.Groups["line"].Value} is longer than {match.Groups["limit"].Value} bytes. Leave out what the training set does not need, or send Parquet."),
        (WrongJson(), static match => $"object {Before(match.Groups["number"].Value)} of it is no JSON, at its byte {match.Groups["byte"].Value}: {match.Groups["reason"].Value}."),
        (TwiceInJson(), static match => $"object {match.Groups["number"].Value} of it has the member '{Quote(match.Groups["member"].Value)}' twice. Leave one of them out."),
        (LongJson(), static match => $"an object of it is longer than {match.Groups["limit"].Value} bytes. Leave out what the training set does not need, or send Parquet."),
        (NoParquet(), static _ => "it is no Parquet file, although its name ends with .parquet. Name it after its format, or write it anew."),
        (DamagedParquet(), static _ => "it is a damaged Parquet file: its footer points to where it has no bytes. Send the whole of it, or write it anew."),
    ];

    /// <param name="message">The message.</param>
    /// <param name="path">Where the server keeps the file.</param>
    /// <param name="name">What its sender calls it.</param>
    internal static string Of(string message, string path, string name)
    {
        if (Path.GetFileName(path).Contains(".csv", StringComparison.OrdinalIgnoreCase) && CsvLineEnds.FindOther(path) is { } other)
        {
            return other;
        }

        foreach (var (pattern, words) in Known)
        {
            if (pattern.Match(message) is { Success: true } match)
            {
                return words(match);
            }
        }

        // What follows the first empty line is advice.
        var first = message.Split("\nPossible", 2)[0].Split("\n\n", 2)[0].ReplaceLineEndings(" ");
        return $"DuckDB says: {Quote(first.Replace(path, name, StringComparison.Ordinal))}";
    }

    /// <summary>Leaves out the middle, where a line may be however long; what is wrong stands at one end or the other.</summary>
    private static string Quote(string text) => text.Length <= LongestQuote ? text : $"{text[..(LongestQuote / 2)]} … {text[^(LongestQuote / 2)..].TrimEnd()}";

    private static string Values(string count) => count == "1" ? "1 value" : $"{count} values";

    /// <summary>DuckDB counts an object when it begins to look for the next.</summary>
    private static string Before(string number) => (long.Parse(number, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"CSV Error on Line: (?<line>\d+)\nOriginal Line: (?<text>.*?)\nExpected Number of Columns: (?<expected>\d+) Found: (?<found>\d+)", RegexOptions.Singleline)]
    private static partial Regex WrongWidth();

    [GeneratedRegex(@"CSV Error on Line: (?<line>\d+)\n.*not utf-8 encoded", RegexOptions.Singleline)]
    private static partial Regex NoUtf8();

    [GeneratedRegex(@"CSV Error on Line: (?<line>\d+)\nOriginal Line: (?<text>.*?)\s*\nValue with unterminated quote", RegexOptions.Singleline)]
    private static partial Regex WrongQuote();

    [GeneratedRegex(@"CSV Error on Line: (?<line>\d+)\n.*\nMaximum line size of (?<limit>\d+) bytes exceeded", RegexOptions.Singleline)]
    private static partial Regex LongLine();

    [GeneratedRegex(@"Malformed JSON in file .*, at byte (?<byte>\d+) in (record/value|line) (?<number>\d+): (?<reason>[^.]*)", RegexOptions.Singleline)]
    private static partial Regex WrongJson();

    [GeneratedRegex(@"JSON transform error in file .*, in (record/value|line) (?<number>\d+): Object .* has duplicate key ""(?<member>[^""]*)""", RegexOptions.Singleline)]
    private static partial Regex TwiceInJson();

    [GeneratedRegex(@"""maximum_object_size"" of (?<limit>\d+) bytes exceeded")]
    private static partial Regex LongJson();

    [GeneratedRegex("too small to be a Parquet file|No magic bytes found|No Parquet file")]
    private static partial Regex NoParquet();

    [GeneratedRegex("Could not read enough bytes|Footer length error|reading Parquet footer", RegexOptions.IgnoreCase)]
    private static partial Regex DamagedParquet();
}
