using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace Catalog.Web.Http;

/// <summary>What is said of a body of a content type that the door does not take: 415, in the same words at each door.</summary>
internal static partial class MediaTypes
{
    internal const string Json = "application/json";

    internal const string Form = "multipart/form-data";

    internal const string Problem = "application/problem+json";

    internal const string JsonLines = "application/x-ndjson";

    internal const string Bytes = "application/octet-stream";

    /// <summary>The refusal.</summary>
    /// <param name="type">What was sent; null or empty: nothing was said.</param>
    /// <param name="legal">What the door takes.</param>
    internal static BadHttpRequestException Refuse(string? type, string legal) => new(Describe(type, legal), StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The words of the refusal.</summary>
    internal static string Describe(string? type, string legal) => $"The content type {(string.IsNullOrEmpty(type) ? "is missing" : $"is '{type}'")}; send {legal}.";

    /// <summary>What the framework says of a body that is bound to a type, in the same words; other messages as they are.</summary>
    internal static string Plain(string message)
    {
        var match = NoJson().Match(message);
        return match.Success ? Describe(match.Groups["type"].Value, Json) : message;
    }

    /// <summary>The words for a form that cannot be read.</summary>
    internal static string DescribeUnreadable(Exception exception) => exception.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal)
        ? "The form is cut off: it ends before the boundary that closes it. Send the whole of it, with '--' after the last boundary."
        : $"The form cannot be read: {exception.Message}";

    /// <summary>Whether the body is a form of parts.</summary>
    internal static bool IsForm(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    /// <summary>What separates the parts of a form; null where the body is no form or its type does not say.</summary>
    internal static string? BoundaryOf(HttpRequest request)
        => IsForm(request) && MediaTypeHeaderValue.Parse(request.ContentType).Boundary is { Length: > 0 } boundary ? HeaderUtilities.RemoveQuotes(boundary).ToString() : null;

    [GeneratedRegex("^Expected a supported JSON media type but got \"(?<type>.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex NoJson();
}
