using System.Text.Json;

namespace Catalog.Client;

/// <summary>Writes what is looked up: join keys and request values by column.</summary>
internal static class OnlineRequest
{
    /// <summary>The body of the request, and the names of the columns in it.</summary>
    /// <exception cref="ArgumentException">There are no rows, they have different columns, or a value that no column can have.</exception>
    internal static (byte[] Body, IReadOnlyList<string> Names) Write(FeatureSelection features, IEnumerable<object> entities, bool fullFeatureNames)
    {
        var (names, rows) = Read(entities);
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, WireJson.Writing))
        {
            json.WriteStartObject();
            WriteSelection(json, features);
            json.WriteBoolean("full_feature_names", fullFeatureNames);
            json.WriteStartObject("entities");
            var writer = new RowWriter(specialNumbers: false);
            for (var column = 0; column < names.Count; column++)
            {
                json.WriteStartArray(names[column]);
                for (var row = 0; row < rows.Count; row++)
                {
                    writer.WriteValue(json, rows[row][column], names[column], row + 1);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return (body.ToArray(), names);
    }

    private static void WriteSelection(Utf8JsonWriter json, FeatureSelection features)
    {
        if (features.FeatureService is { } service)
        {
            json.WriteString("feature_service", service);
            return;
        }

        json.WriteStartArray("features");
        foreach (var reference in features.References)
        {
            json.WriteStringValue(reference);
        }

        json.WriteEndArray();
    }

    private static Dictionary<string, object?> ReadRow(object entity, int number)
    {
        var row = new Dictionary<string, object?>();
        foreach (var (name, value) in RowWriter.Read(entity, number))
        {
            if (name is null || !row.TryAdd(name, value))
            {
                throw new ArgumentException(name is null ? $"Row {number} of the entities has a column without a name." : $"Row {number} of the entities has the column '{name}' twice; leave one of them out.");
            }
        }

        return row;
    }

    private static (IReadOnlyList<string> Names, List<object?[]> Rows) Read(IEnumerable<object> entities)
    {
        List<string>? names = null;
        var rows = new List<object?[]>();
        foreach (var entity in entities)
        {
            var pairs = ReadRow(entity, rows.Count + 1);
            names ??= [.. pairs.Keys];
            if (pairs.Count != names.Count || !names.TrueForAll(pairs.ContainsKey))
            {
                throw new ArgumentException(
                    $"Row {rows.Count + 1} of the entities has the columns {string.Join(", ", pairs.Keys)}, the first row has {string.Join(", ", names)}; all rows must have the same.", nameof(entities));
            }

            rows.Add([.. names.Select(name => pairs[name])]);
        }

        return names is null ? throw new ArgumentException("There are no entities to look up; give at least one row with its join keys.", nameof(entities)) : (names, rows);
    }
}
