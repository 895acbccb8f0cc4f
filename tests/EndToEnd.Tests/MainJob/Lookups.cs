using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>Answers of lookups as lines that can be compared.</summary>
internal static class Lookups
{
    /// <summary>The values of features online for many keys, as the server's JSON, key after key.</summary>
    internal static async Task<List<string>> ReadAsync(CatalogProcess catalog, string entity, IReadOnlyList<object> keys, string[] features, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        foreach (var part in keys.Chunk(1_000))
        {
            var request = new { features, entities = new Dictionary<string, object[]> { [entity] = part } };
            using var answer = await catalog.Http.PostAsJsonAsync("/get-online-features", request, cancellationToken);
            answer.EnsureSuccessStatusCode();
            var results = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("results");
            for (var row = 0; row < part.Length; row++)
            {
                rows.Add(string.Join('|', results.EnumerateArray().Select(column =>
                    $"{column.GetProperty("values")[row]} {column.GetProperty("statuses")[row]} {column.GetProperty("event_timestamps")[row]}")));
            }
        }

        return rows;
    }

    /// <summary>The line of a key whose values come from one event; null for a value that is null.</summary>
    internal static string Expected(string key, DateTime eventTime, IEnumerable<string?> values)
        => $"{key} PRESENT 1970-01-01T00:00:00Z|"
            + string.Join('|', values.Select(value => value is null ? $" NULL_VALUE {Stamp(eventTime)}" : $"{value} PRESENT {Stamp(eventTime)}"));

    private static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
