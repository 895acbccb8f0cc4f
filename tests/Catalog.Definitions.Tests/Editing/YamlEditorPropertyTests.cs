using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catalog.Definitions.Editing;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Tests.Editing;

/// <summary>Random edits of random documents: the right thing changes, and nothing else does.</summary>
public sealed partial class YamlEditorPropertyTests
{
    private const int Documents = 2_000;

    [Fact]
    public void Documents_OfTheGenerator_ReadBackAsTheirModel() => ForEach(static (_, yaml) => AssertModel(yaml.Model, yaml.Text));

    [Fact]
    public void Set_AnyValue_ChangesOnlyTheValue() => ForEach(static (random, yaml) =>
    {
        var (path, part) = Pick(random, yaml);
        var value = RandomYaml.Value(random, depth: 1);

        var edited = YamlEditor.Set(yaml.Text, path, value);

        AssertModel(Put(yaml.Model, path, value), edited);
        Assert.StartsWith(yaml.Text[..(part.IsFlow ? part.ValueStart : part.Mark)], edited, StringComparison.Ordinal);
        Assert.EndsWith(yaml.Text[part.End..], edited, StringComparison.Ordinal);
    });

    [Fact]
    public void Set_Scalar_ChangesNotEvenTheBlanksAroundIt() => ForEach(static (random, yaml) =>
    {
        var (path, part) = Pick(random, yaml);
        if (part.ValueStart == 0)
        {
            return;
        }

        var edited = YamlEditor.Set(yaml.Text, path, "other");

        Assert.Matches($"^{Regex.Escape(yaml.Text[..part.ValueStart])}['\"]?other['\"]?{Regex.Escape(yaml.Text[part.End..])}\\z", edited);
    });

    [Fact]
    public void Set_NewKey_InsertsAndLeavesTheRest() => ForEach(static (random, yaml) =>
    {
        var parents = yaml.Parts.Keys.Where(path => At(yaml.Model, path) is JsonObject { Count: > 0 }).Append(string.Empty).ToList();
        var parent = parents[random.Next(parents.Count)];
        var path = parent.Length == 0 ? "new" : parent + ".new";
        var value = RandomYaml.Value(random, depth: 2);

        var edited = YamlEditor.Set(yaml.Text, path, value);

        AssertModel(Put(yaml.Model, path, value), edited);
        AssertInserted(yaml.Text, edited);
    });

    [Fact]
    public void Add_Item_InsertsAndLeavesTheRest() => ForEach(static (random, yaml) =>
    {
        var lists = yaml.Parts.Keys.Where(path => At(yaml.Model, path) is JsonArray).ToList();
        if (lists.Count == 0)
        {
            return;
        }

        var path = lists[random.Next(lists.Count)];
        var expected = yaml.Model.DeepClone();
        var list = (JsonArray)At(expected, path)!;
        var index = random.Next(list.Count + 1);
        var value = RandomYaml.Value(random, depth: 2);
        list.Insert(index, value?.DeepClone());

        var edited = YamlEditor.Add(yaml.Text, path, value, index);

        AssertModel(expected, edited);
        AssertInserted(yaml.Text, edited);
    });

    [Fact]
    public void Remove_AnyPart_LeavesTheRest() => ForEach(static (random, yaml) =>
    {
        var (path, part) = Pick(random, yaml);
        var expected = yaml.Model.DeepClone();
        switch (At(expected, Parent(path)))
        {
            case JsonObject map:
                map.Remove(path[(path.LastIndexOf('.') + 1)..]);
                break;
            case JsonArray list:
                list.RemoveAt(int.Parse(path[(path.LastIndexOf('[') + 1)..^1]));
                break;
        }

        if (expected is JsonObject { Count: 0 })
        {
            Assert.Throws<DefinitionsException>(() => YamlEditor.Remove(yaml.Text, path));
            return;
        }

        var edited = YamlEditor.Remove(yaml.Text, path);

        AssertModel(expected, edited);
        var removed = yaml.Text[part.Start..LineEndAfter(yaml.Text, part.End)];
        var kept = Comments(yaml.Text).Except(Comments(removed));
        Assert.Equal(kept, Comments(edited).Intersect(kept));
        if (!part.IsFlow && !part.IsInline && At(expected, Parent(path)) is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            var line = part.Start == 0 ? 0 : yaml.Text.LastIndexOf('\n', part.Start - 1) + 1;
            Assert.Equal(yaml.Text[..line] + yaml.Text[LineEndAfter(yaml.Text, part.End)..], edited);
        }
    });

    [Fact]
    public void Rename_AnyKey_ChangesOnlyTheKey() => ForEach(static (random, yaml) =>
    {
        var keys = yaml.Parts.Where(static pair => pair.Value.KeyEnd > 0).ToList();
        var (path, part) = keys[random.Next(keys.Count)];

        var edited = YamlEditor.Rename(yaml.Text, path, "renamed");

        Assert.Equal(yaml.Text[..part.Start] + "renamed" + yaml.Text[part.KeyEnd..], edited);
    });

    private static void ForEach(Action<Random, RandomYaml> check)
    {
        for (var seed = 0; seed < Documents; seed++)
        {
            var random = new Random(seed);
            var yaml = RandomYaml.Create(random);
            try
            {
                check(random, yaml);
            }
            catch (Exception exception) when (exception is Xunit.Sdk.XunitException or DefinitionsException)
            {
                Assert.Fail($"Seed {seed}:\n{yaml.Text}\n{exception.Message}");
            }
        }
    }

    private static (string Path, Part Part) Pick(Random random, RandomYaml yaml)
    {
        var (path, part) = yaml.Parts.ElementAt(random.Next(yaml.Parts.Count));
        return (path, part);
    }

    private static void AssertModel(JsonNode expected, string text)
        => Assert.Equal(Canon(YamlWriter.Flow(expected)) + "\n" + text, Canon(text) + "\n" + text);

    // Order counts, unlike for differences between versions.
    private static string Canon(string text) => Ordered(EditedText.Open(text).Root);

    private static string Ordered(YamlNode node) => node.Content switch
    {
        YamlMapping mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {Ordered(entry.Value)}"))}}}",
        YamlSequence sequence => $"[{string.Join(", ", sequence.Items.Select(Ordered))}]",
        var scalar => YamlCanon.Write(scalar),
    };

    // The old text with something put into it at one place.
    private static void AssertInserted(string before, string after)
    {
        var prefix = 0;
        while (prefix < before.Length && before[prefix] == after[prefix])
        {
            prefix++;
        }

        var suffix = 0;
        while (suffix < before.Length - prefix && before[^(suffix + 1)] == after[^(suffix + 1)])
        {
            suffix++;
        }

        Assert.True(prefix + suffix >= before.Length, $"Something was lost:\n{after}");
    }

    private static JsonNode Put(JsonNode model, string path, JsonNode? value)
    {
        var copy = model.DeepClone();
        switch (At(copy, Parent(path)))
        {
            case JsonObject map:
                var key = path[(path.LastIndexOf('.') + 1)..];
                if (map.ContainsKey(key))
                {
                    map[key] = value?.DeepClone();
                }
                else
                {
                    map.Add(key, value?.DeepClone());
                }

                break;
            case JsonArray list:
                list[int.Parse(path[(path.LastIndexOf('[') + 1)..^1])] = value?.DeepClone();
                break;
        }

        return copy;
    }

    private static string Parent(string path) => path[..Math.Max(0, Math.Max(path.LastIndexOf('.'), path.LastIndexOf('[')))];

    private static JsonNode? At(JsonNode model, string path)
    {
        JsonNode? node = model;
        foreach (var step in YamlPath.Parse(path).Steps)
        {
            node = step.Key is { } key ? node![key] : node![step.Index];
        }

        return node;
    }

    private static int LineEndAfter(string text, int position) => text.IndexOf('\n', position) is var end and >= 0 ? end + 1 : text.Length;

    private static List<string> Comments(string text) => [.. Comment().Matches(text).Select(static match => match.Value)];

    [GeneratedRegex(@"# comment-\d+: - not \[data\]")]
    private static partial Regex Comment();
}
