using System.Text.Json;

namespace Catalog.Web.Http;

/// <summary>Members of enumerations as answers and query strings spell them: in camel case.</summary>
internal static class Words
{
    internal static string Of(Enum member) => JsonNamingPolicy.CamelCase.ConvertName(member.ToString());

    /// <summary>The member of that word, whatever its case; null when nothing is asked for.</summary>
    /// <param name="name">Name of the parameter, for the message.</param>
    /// <param name="text">The word.</param>
    /// <exception cref="BadHttpRequestException">It is none of them.</exception>
    internal static T? Read<T>(string name, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // Enum.TryParse takes numbers too.
        var member = Array.Find(Enum.GetValues<T>(), member => string.Equals(member.ToString(), text, StringComparison.OrdinalIgnoreCase));
        return string.Equals(member.ToString(), text, StringComparison.OrdinalIgnoreCase)
            ? member
            : throw new BadHttpRequestException($"'{name}' is '{text}'; legal are {string.Join(", ", Enum.GetValues<T>().Select(static legal => Of(legal)))}.");
    }
}
