using System.Text.Json;
using Catalog.Core.Text;

namespace Catalog.Web.Http;

/// <summary>Says what is wrong with JSON, in words of the caller: without the names of our types.</summary>
internal static class JsonProblems
{
    /// <summary>The message for people.</summary>
    internal static string Plain(JsonException exception)
        => exception is BodyException ? exception.Message : $"The JSON {JsonMembers.Describe(exception, "/api/v1/openapi.json says which are.")}";
}
