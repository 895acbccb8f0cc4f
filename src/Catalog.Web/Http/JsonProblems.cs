using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catalog.Web.Formatting;

namespace Catalog.Web.Http;

/// <summary>Says what is wrong with JSON, in words of the caller: without the names of our types.</summary>
internal static partial class JsonProblems
{
    private static readonly string[] EndsEarly = ["Expected depth to be zero", "reached end of data", "reached the end", "does not contain any JSON tokens", "Expected end of string"];

    /// <summary>The message for people.</summary>
    internal static string Plain(JsonException exception)
    {
        var unknown = UnknownMember().Match(exception.Message);
        return unknown.Success ? string.Create(CultureInfo.InvariantCulture, $"The JSON has a member '{unknown.Groups["name"].Value}', which is not known here{PlaceOf(exception)}. {Allowed(unknown.Groups["type"].Value)}")
            : exception.Message.Contains("could not be converted to", StringComparison.Ordinal) ? $"The JSON has a value of the wrong type at '{exception.Path}'{PlaceOf(exception)}."
            : EndsEarly.Any(words => exception.Message.Contains(words, StringComparison.Ordinal)) ? $"The JSON ends too early{PlaceOf(exception)}."
            : exception.Message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0].TrimEnd('.') + PlaceOf(exception) + ".";
    }

    private static string PlaceOf(JsonException exception)
        => exception.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}, byte {exception.BytePositionInLine + 1})") : string.Empty;

    private static string Allowed(string type)
    {
        var names = typeof(JsonProblems).Assembly.GetType(type)?.GetProperties().Select(static property => $"'{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}'").ToArray() ?? [];
        return names switch
        {
            [] => "/api/v1/openapi.json says which are.",
            [var only] => $"Only {only} is.",
            _ => $"Known are {Lists.And(names)}.",
        };
    }

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member contained in type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex UnknownMember();
}
