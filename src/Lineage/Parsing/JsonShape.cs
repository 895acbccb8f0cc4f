using System.Text.Json;

namespace Lineage.Parsing;

/// <summary>A small part of JSON Schema: enough to say what a standard facet must look like.</summary>
internal abstract class JsonShape
{
    public static readonly JsonShape Anything = new Leaf("anything", static _ => true);
    public static readonly JsonShape Text = new Leaf("a string", static value => value.ValueKind == JsonValueKind.String);
    public static readonly JsonShape Number = new Leaf("a number", static value => value.ValueKind == JsonValueKind.Number);
    public static readonly JsonShape Flag = new Leaf(
        "true or false", static value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    public static readonly JsonShape Integer = new Leaf(
        "a whole number",
        static value => value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || value.GetDouble() % 1 == 0));

    public static readonly JsonShape Time = new Leaf(
        "a date and time", static value => value.ValueKind == JsonValueKind.String && Rfc3339.TryParse(value.GetString(), out _, out _));

    /// <summary>One of these words.</summary>
    public static JsonShape OneOf(params string[] words) => new Leaf(
        string.Join(" or ", words),
        value => value.ValueKind == JsonValueKind.String && words.Contains(value.GetString(), StringComparer.Ordinal));

    /// <summary>An array whose items all have this shape.</summary>
    public static JsonShape ListOf(JsonShape item) => new ListShape(item);

    /// <summary>An object whose values all have this shape.</summary>
    public static JsonShape MapOf(JsonShape value) => new MapShape(value);

    /// <summary>An object with these members; a name that ends in <c>*</c> is required. Further members are free, null counts as absent.</summary>
    public static ObjectShape ObjectOf(params (string Name, JsonShape Shape)[] members) => new(members);

    /// <summary>What is wrong with <paramref name="value"/>, with its path; null when nothing is.</summary>
    public abstract (string Path, string Message)? FindFault(JsonElement value, string path);

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "...";
    }

    private sealed class Leaf(string name, Func<JsonElement, bool> holds) : JsonShape
    {
        public override (string Path, string Message)? FindFault(JsonElement value, string path)
            => holds(value) ? null : (path, $"'{Show(value)}' is not {name}");
    }

    private sealed class ListShape(JsonShape item) : JsonShape
    {
        public override (string Path, string Message)? FindFault(JsonElement value, string path)
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                return (path, $"'{Show(value)}' is not an array");
            }

            var index = 0;
            foreach (var element in value.EnumerateArray())
            {
                if (item.FindFault(element, $"{path}[{index++}]") is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
    }

    private sealed class MapShape(JsonShape member) : JsonShape
    {
        public override (string Path, string Message)? FindFault(JsonElement value, string path)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return (path, $"'{Show(value)}' is not an object");
            }

            foreach (var property in value.EnumerateObject())
            {
                if (member.FindFault(property.Value, $"{path}.{property.Name}") is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
    }

    internal sealed class ObjectShape((string Name, JsonShape Shape)[] members) : JsonShape
    {
        // Added after construction only by shapes that hold themselves, such as the fields of a schema.
        private readonly List<(string Name, JsonShape Shape)> _members = [.. members];

        public ObjectShape With(string name, Func<ObjectShape, JsonShape> shape)
        {
            _members.Add((name, shape(this)));
            return this;
        }

        public override (string Path, string Message)? FindFault(JsonElement value, string path)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return (path, $"'{Show(value)}' is not an object");
            }

            foreach (var (name, shape) in _members)
            {
                var key = name.TrimEnd('*');
                var present = value.TryGetProperty(key, out var member) && member.ValueKind != JsonValueKind.Null;
                if (!present && name.EndsWith('*'))
                {
                    return (path, $"'{key}' is missing");
                }

                if (present && shape.FindFault(member, $"{path}.{key}") is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
    }
}
