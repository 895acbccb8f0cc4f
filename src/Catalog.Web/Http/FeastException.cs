using System.Text.Json.Nodes;

namespace Catalog.Web.Http;

/// <summary>A request body that does not have the shape Feast's doors take. Carries the details as FastAPI words them.</summary>
internal sealed class FeastException(JsonArray details) : Exception("The request body does not have the expected shape.")
{
    /// <summary>One entry for each thing wrong.</summary>
    public JsonArray Details { get; } = details;

    /// <summary>One thing is wrong.</summary>
    /// <param name="type">FastAPI's word for the kind.</param>
    /// <param name="message">The message.</param>
    /// <param name="place">Members that lead to the place, below the body.</param>
    public static FeastException At(string type, string message, params ReadOnlySpan<string> place)
    {
        var location = new JsonArray("body");
        foreach (var member in place)
        {
            location.Add(member);
        }

        return new FeastException([new JsonObject { ["type"] = type, ["loc"] = location, ["msg"] = message }]);
    }
}
