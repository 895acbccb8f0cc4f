using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore;

namespace Catalog.Feast.Offline;

/// <summary>Reads the members of what Feast's remote offline store sends as JSON. Python's <c>None</c> is null, as if the member were not there.</summary>
internal static class CommandMembers
{
    /// <exception cref="FeatureStoreException">It is no text, or is not there. So do the others throw.</exception>
    internal static string Text(this JsonElement command, string name) => command.FindText(name) ?? throw Refuse(name, "it is not there");

    internal static string? FindText(this JsonElement command, string name) => command.Find(name) is not { } member ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString() : throw Refuse(name, "it is no text");

    internal static IReadOnlyList<string> Texts(this JsonElement command, string name) => [.. command.TextsOrNulls(name).Select(text => text ?? throw Refuse(name, "one of its items is null"))];

    internal static IReadOnlyList<string?> TextsOrNulls(this JsonElement command, string name)
    {
        if (command.Find(name) is not { ValueKind: JsonValueKind.Array } member)
        {
            throw Refuse(name, "it is no list");
        }

        return [.. member.EnumerateArray().Select(item => item.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => item.GetString(),
            _ => throw Refuse(name, "one of its items is no text"),
        })];
    }

    internal static bool Flag(this JsonElement command, string name) => command.Find(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refuse(name, "it is neither true nor false"),
    };

    internal static Instant? FindTime(this JsonElement command, string name) => command.FindText(name) is not { } text ? null
        : Instant.TryParse(text, out var time) ? time : throw Refuse(name, $"'{text}' is no time such as 2026-11-20T12:00:00Z");

    private static JsonElement? Find(this JsonElement command, string name) => command.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static FeatureStoreException Refuse(string name, string reason)
        => new(FeatureStoreErrorCode.InvalidRequest, $"The command's member '{name}' cannot be used: {reason}. Send it as Feast's remote offline store does.");
}
