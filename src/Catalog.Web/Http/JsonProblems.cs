using System.Text.Json;
using System.Text.RegularExpressions;
using Catalog.Core.Text;
using Catalog.Web.Formatting;

namespace Catalog.Web.Http;

/// <summary>Says what is wrong with JSON, in words of the caller: without the names of our types.</summary>
internal static partial class JsonProblems
{
    /// <summary>The message for people.</summary>
    internal static string Plain(JsonException exception)
    {
        var unknown = UnknownMember().Match(exception.Message);
        if (!unknown.Success)
        {
            return exception is BodyException ? exception.Message : $"The JSON {JsonFault.Describe(exception)}{JsonFault.PlaceOf(exception)}.";
        }

        var name = unknown.Groups["name"].Value;
        var names = NamesOf(unknown.Groups["type"].Value);
        return $"The JSON has a member '{name}', which is not known here{JsonFault.PlaceOf(exception)}.{NearWord.Ask(name, names)} {Allowed(names)}";
    }

    private static string[] NamesOf(string type)
        => [.. typeof(JsonProblems).Assembly.GetType(type)?.GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)) ?? []];

    private static string Allowed(string[] names) => names switch
    {
        [] => "/api/v1/openapi.json says which are.",
        [var only] => $"Only '{only}' is.",
        _ => $"Known are {Lists.And([.. names.Select(static name => $"'{name}'")])}.",
    };

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member contained in type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex UnknownMember();
}
