using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catalog.Core.Text;

/// <summary>Says what is wrong with JSON that is to have certain members, in words of the one who wrote it: without the names of our types. Thread-safe.</summary>
public static partial class JsonMembers
{
    /// <summary>What is wrong as the end of a sentence whose subject is the JSON, and sentences that may follow it.</summary>
    /// <param name="exception">What the reader of .NET threw.</param>
    /// <param name="more">A sentence for where the members that are known cannot be listed.</param>
    public static string Describe(JsonException exception, string more)
    {
        var unknown = UnknownMember().Match(exception.Message);
        if (!unknown.Success)
        {
            return $"{JsonFault.Describe(exception)}{JsonFault.PlaceOf(exception)}.";
        }

        var name = unknown.Groups["name"].Value;
        var names = NamesOf(unknown.Groups["type"].Value);
        return $"has a member '{name}', which is not known here{JsonFault.PlaceOf(exception)}.{NearWord.Ask(name, names)} {Allowed(names, more)}";
    }

    private static string[] NamesOf(string type)
    {
        var found = AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(type)).FirstOrDefault(static found => found is not null);
        return [.. found?.GetProperties().Select(static property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)) ?? []];
    }

    private static string Allowed(string[] names, string more) => names switch
    {
        [] => more,
        [var only] => $"Only '{only}' is.",
        [.. var others, var last] => $"Known are {string.Join(", ", others.Select(static name => $"'{name}'"))} and '{last}'.",
    };

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped to any \\.NET member contained in type '(?<type>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex UnknownMember();
}
