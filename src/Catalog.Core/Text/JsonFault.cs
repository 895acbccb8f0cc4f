using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catalog.Core.Text;

/// <summary>Says what is wrong with a JSON text in words of the one who wrote it: what stands there and what would be right, without the names of our types. Thread-safe.</summary>
public static partial class JsonFault
{
    private const string NoText = "bytes that are no UTF-8, or half of a surrogate pair";

    private static readonly string[] EndsEarly =
    [
        "Expected depth to be zero", "reached end of data", "reached the end", "does not contain any JSON tokens", "Expected end of string", "end of data was reached",
    ];

    // What the reader of .NET says after the text that it stumbled over, and what stands for it here.
    private static readonly (string Said, string Words)[] Found =
    [
        ("is an invalid start of a value", "stands where a value begins: an object, a list, a text in double quotes, a number, true, false or null"),
        ("is an invalid start of a property name", "stands where the name of a member begins; names are in double quotes"),
        ("is invalid after a property name", "follows the name of a member; ':' and its value are expected"),
        ("is invalid after a single JSON value", "follows the end of the document; one value is expected"),
        ("is invalid after a value", "follows a value; ',' or the end of the object or list is expected"),
        ("is an invalid JSON literal", "is no value; true, false, null, a number or a text in double quotes is expected"),
        ("is an invalid end of a number", "stands within a number; digits, or ',' after it, are expected"),
        ("is invalid within a number", "stands within a number; digits are expected"),
        ("is an invalid escapable character", "follows a backslash; one of \" \\ / b f n r t u is expected"),
        ("is not a hex digit", "stands within \\u; four hexadecimal digits are expected"),
        ("is invalid within a JSON string", "stands within a text as it is; line breaks, tabs and other control characters are written as \\n, \\t or \\u0000"),
        ("is invalid within a JSON comment", "stands in a comment; JSON has none"),
        ("is an invalid end of", "closes what was not opened"),
    ];

    /// <summary>What is wrong as the end of a sentence whose subject is the JSON, without its place and without a full stop, such as <c>has '}' where ...</c>.</summary>
    public static string Describe(JsonException exception)
    {
        var said = exception.Message;
        if (exception.InnerException is InvalidOperationException { Message: var text } && IsOfText(text))
        {
            return $"has a text with {NoText} at '{PathOf(exception)}'; send UTF-8";
        }

        if (said.Contains("could not be converted to", StringComparison.Ordinal))
        {
            return $"has a value of the wrong type at '{PathOf(exception)}'{Expected(said, exception.InnerException?.Message ?? string.Empty)}";
        }

        if (EndsEarly.Any(words => said.Contains(words, StringComparison.Ordinal)))
        {
            return "ends too early";
        }

        if (Array.Find(Found, candidate => said.Contains(candidate.Said, StringComparison.Ordinal)) is { Said: not null } found)
        {
            return $"has '{Offending().Match(said).Groups["text"].Value}' where it cannot be: it {found.Words}";
        }

        return said switch
        {
            _ when said.Contains("trailing comma", StringComparison.Ordinal) => "has a comma after the last item of a list or an object; leave it out",
            _ when said.Contains("leading zero", StringComparison.Ordinal) => "has a number that begins with 0; write it without",
            _ when said.Contains("Expected a digit", StringComparison.Ordinal) => "has a number that lacks a digit",
            _ when said.Contains("maximum configured depth", StringComparison.Ordinal) => "has lists or objects deeper within each other than is read; flatten it",
            _ when IsOfText(said) => $"has {NoText}; send UTF-8",
            _ when said.Contains("duplicate", StringComparison.OrdinalIgnoreCase) => $"has a member twice{(exception.Path is not null ? $" at '{PathOf(exception)}'" : string.Empty)}",
            _ => "cannot be read: " + said.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0].TrimEnd('.'),
        };
    }

    /// <summary>As <see cref="Describe(JsonException)"/>; also of a text with half of a surrogate pair, which the reader of .NET takes for a wrong call. Null for what says nothing about the JSON.</summary>
    public static string? Find(Exception exception) => exception switch
    {
        JsonException fault => Describe(fault),
        InvalidOperationException { Message: var said } when IsOfText(said) => $"has a text with {NoText}; send UTF-8",
        _ => null,
    };

    /// <summary>Where it is wrong, in brackets with a blank before it; line and byte count from 1. Empty when that is not known.</summary>
    public static string PlaceOf(JsonException exception)
        => exception.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {exception.BytePositionInLine + 1})") : string.Empty;

    private static bool IsOfText(string said) => said.Contains("UTF-8", StringComparison.Ordinal) || said.Contains("UTF-16", StringComparison.Ordinal);

    // The reader writes the whole as $, and members as $.name.
    private static string PathOf(JsonException exception) => exception.Path switch
    {
        null => "$",
        ['$', '.', .. var rest] => rest,
        var path => path,
    };

    // For a parameter of a constructor the reader names the type around it; then only what it says inside tells which value it wanted.
    private static string Expected(string said, string inside) => inside switch
    {
        _ when inside.Contains("as a boolean", StringComparison.Ordinal) => "; true or false is expected",
        _ when inside.Contains("as a string", StringComparison.Ordinal) => "; a text in double quotes is expected",
        _ when inside.Contains("Int32", StringComparison.Ordinal) || inside.Contains("Int64", StringComparison.Ordinal) => "; a whole number is expected",
        _ when inside.Contains("as a number", StringComparison.Ordinal) => "; a number is expected",
        _ => ExpectedBy(said),
    };

    private static string ExpectedBy(string said) => Target().Match(said) is not { Success: true } match ? string.Empty
        : match.Groups["type"].Value switch
        {
            var list when list.Contains("[]", StringComparison.Ordinal) || list.Contains("List`1", StringComparison.Ordinal) || list.Contains("Collection`1", StringComparison.Ordinal) => "; a list is expected",
            var type when type.Contains("Boolean", StringComparison.Ordinal) => "; true or false is expected",
            var type when type.Contains("Int32", StringComparison.Ordinal) || type.Contains("Int64", StringComparison.Ordinal) => "; a whole number is expected",
            var type when type.Contains("Single", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) || type.Contains("Decimal", StringComparison.Ordinal) => "; a number is expected",
            var type when type.Contains("Guid", StringComparison.Ordinal) => "; a UUID in double quotes is expected",
            "System.String" => "; a text in double quotes is expected",
            _ => "; an object is expected",
        };

    [GeneratedRegex("could not be converted to (?<type>[^ ]+?)\\.?( Path:|$)", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Target();

    [GeneratedRegex("^'(?<text>.*?)' is ", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Offending();
}
