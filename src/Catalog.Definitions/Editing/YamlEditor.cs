using System.Text.Json.Nodes;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Editing;

/// <summary>
/// Changes one thing in the text of a definition and leaves every other character as it is: comments, order, quotes, indentation and line ends.
/// Paths are those of findings: <c>features[2].type</c>; a key with other characters is written <c>["a.b"]</c>. Values are JSON.
/// </summary>
/// <remarks>
/// All methods give the new text. They throw <see cref="DefinitionsException"/> with <see cref="DefinitionsErrorCode.EditRefused"/> when the text is not
/// valid YAML with one document, when the path does not fit it, or when the value is shared by an anchor.
/// </remarks>
public static class YamlEditor
{
    /// <summary>Gives a key or an item a value. A key that does not exist is added, with the mappings around it.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Path of the value.</param>
    /// <param name="value">The value; null writes <c>null</c>.</param>
    /// <param name="after">The key after which a new key is put; null, or a key that does not exist, puts it last.</param>
    public static string Set(string text, string path, JsonNode? value, string? after = null)
    {
        var document = EditedText.Open(text);
        var target = EditTarget.Find(document.Root, YamlPath.Parse(path));
        return Check(Set(document, target, value, after), path, value);
    }

    /// <summary>Adds an item to a list. A list that does not exist is made.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Path of the list.</param>
    /// <param name="item">The item.</param>
    /// <param name="index">The index that it gets; null adds it at the end.</param>
    public static string Add(string text, string path, JsonNode? item, int? index = null)
    {
        var document = EditedText.Open(text);
        var target = EditTarget.Find(document.Root, YamlPath.Parse(path));
        if (target.Value is not YamlSequence sequence)
        {
            return target.Value is null or YamlScalar { Kind: YamlScalarKind.Null }
                ? Set(text, path, new JsonArray(item?.DeepClone()))
                : throw Refuse($"'{path}' is {target.Value.Describe()}, not a list.");
        }

        EditTarget.CheckUnshared(sequence);
        var place = index ?? sequence.Items.Count;
        if (place < 0 || place > sequence.Items.Count)
        {
            throw Refuse($"The list '{path}' has {sequence.Items.Count} items; an item cannot get the index {place}.");
        }

        var edited = sequence.IsFlow ? FlowEdits.AddItem(document, sequence, place, item) : BlockEdits.AddItem(document, sequence, place, item);
        return Check(edited, $"{path}[{place}]", item);
    }

    /// <summary>Removes a key with its value, or an item. A collection that becomes empty stays, as <c>{}</c> or <c>[]</c>.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Path of the key or the item.</param>
    public static string Remove(string text, string path)
    {
        var steps = YamlPath.Parse(path);
        var document = EditedText.Open(text);
        var target = EditTarget.Find(document.Root, steps);
        var value = target.Value ?? throw Refuse($"There is nothing at '{path}' to remove.");
        EditTarget.CheckUnshared(value);
        return Check((target.Parent, IsLast(target.Parent)) switch
        {
            (YamlMapping { IsFlow: true } mapping, _) => FlowEdits.RemoveEntry(document, mapping, IndexOf(mapping, target)),
            (YamlSequence { IsFlow: true } sequence, _) => FlowEdits.RemoveItem(document, sequence, target.Step.Index),
            (_, true) when steps.Steps.Count == 1 => throw Refuse("The document would be empty; remove the definition instead."),
            (YamlMapping, true) => Empty(document, steps, "{}"),
            (YamlSequence, true) => Empty(document, steps, "[]"),
            (YamlMapping mapping, false) => BlockEdits.RemoveEntry(document, mapping, IndexOf(mapping, target)),
            (YamlSequence sequence, false) => BlockEdits.RemoveItem(document, sequence, target.Step.Index),
            _ => throw Refuse($"'{path}' cannot be removed."),
        });
    }

    /// <summary>Gives a key another name.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Path of the key.</param>
    /// <param name="key">The new name.</param>
    public static string Rename(string text, string path, string key)
    {
        var document = EditedText.Open(text);
        var target = EditTarget.Find(document.Root, YamlPath.Parse(path));
        if (target.Entry is not { } entry || target.Parent is not YamlMapping mapping)
        {
            throw Refuse($"There is no key at '{path}' to rename.");
        }

        if (mapping.Find(key) is { } other && other != entry)
        {
            throw Refuse($"The key '{key}' exists already, in line {other.Key.Span.Line}.");
        }

        EditTarget.CheckUnshared(entry.Key);
        var name = YamlText.Key(key, mapping.IsFlow, entry.Key.Style);
        return Check(document.Splice(entry.Key.Span.Start, entry.Key.Span.End, name));
    }

    private static string Set(EditedText document, EditTarget target, JsonNode? value, string? after)
    {
        if (target.Rest.Count > 1)
        {
            return Set(document, target with { Rest = [target.Step] }, Wrap(target.Rest, value), after);
        }

        if (target.Value is { } old)
        {
            EditTarget.CheckUnshared(old);
            return Replace(document, target, old, value);
        }

        return target.Parent switch
        {
            YamlMapping { IsFlow: true } flow => FlowEdits.AddEntry(document, flow, AfterIndex(flow, after), target.Step.Key!, value), // A mapping is reached by a key.
            YamlMapping block => BlockEdits.AddEntry(document, block, AfterIndex(block, after), target.Step.Key!, value), // A mapping is reached by a key.
            YamlSequence { IsFlow: true } flow => FlowEdits.AddItem(document, flow, target.Step.Index, value),
            YamlSequence block => BlockEdits.AddItem(document, block, target.Step.Index, value),
            _ => throw Refuse("The path does not fit the document."),
        };
    }

    private static string Replace(EditedText document, EditTarget target, YamlNode old, JsonNode? value) => target.Parent switch
    {
        YamlMapping { IsFlow: true } or YamlSequence { IsFlow: true } => FlowEdits.Replace(document, target.Entry, old, value),
        _ => BlockEdits.Replace(document, target.Parent, MarkOf(document, target), old, value),
    };

    // Offset after the colon or the dash in front of a value that exists.
    private static int MarkOf(EditedText document, EditTarget target)
        => target.Parent is YamlSequence sequence ? document.DashOf(sequence, target.Step.Index) + 1 : document.ColonEnd(target.Entry!); // It is there with its value.

    // The mappings that are missing on the way to a value.
    private static JsonNode? Wrap(IReadOnlyList<YamlStep> steps, JsonNode? value)
        => steps.Skip(1).Reverse().Aggregate(
            value?.DeepClone(),
            static (inner, step) => step.Key is { } key
                ? new JsonObject { [key] = inner }
                : step.Index == 0 ? new JsonArray(inner) : throw Refuse($"A list that does not exist has no index {step.Index}."));

    private static string Empty(EditedText document, YamlPath path, string empty)
    {
        var holder = EditTarget.Find(document.Root, path.Parent);
        var old = holder.Value!; // Something in it was found.
        return BlockEdits.Empty(document, MarkOf(document, holder), old, empty);
    }

    private static bool IsLast(YamlNode collection) => collection switch
    {
        YamlMapping mapping => mapping.Entries.Count == 1,
        YamlSequence sequence => sequence.Items.Count == 1,
        _ => false,
    };

    private static int IndexOf(YamlMapping mapping, EditTarget target)
        => mapping.Entries.Select(static (entry, index) => (entry, index)).First(pair => pair.entry == target.Entry).index;

    private static int AfterIndex(YamlMapping mapping, string? after)
    {
        var keys = mapping.Entries.Select(static entry => entry.Key.Text).ToList();
        return after is not null && keys.IndexOf(after) is var index and >= 0 ? index : keys.Count - 1;
    }

    // Whatever layout an edit may have met, a text that reads otherwise than it should never leaves here.
    private static string Check(string edited, string path, JsonNode? value)
    {
        var found = EditTarget.Find(EditedText.Open(edited).Root, YamlPath.Parse(path)).Value;
        var expected = EditedText.Open(YamlWriter.Flow(value)).Root;
        return found is not null && YamlCanon.Write(found) == YamlCanon.Write(expected)
            ? edited
            : throw Refuse($"'{path}' is laid out in a way that cannot be edited in place; edit the text by hand.");
    }

    private static string Check(string edited)
    {
        _ = EditedText.Open(edited);
        return edited;
    }

    private static DefinitionsException Refuse(string message) => new(DefinitionsErrorCode.EditRefused, message);
}
