using System.Text.Json.Nodes;
using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Editing;

namespace Catalog.Web.Drafts;

/// <summary>
/// A document that somebody is writing. Form and text are one: each field changes one place of the text and leaves its comments and order, and the text may
/// be written by hand as well. Every step can be taken back.
/// </summary>
public sealed class DefinitionDraft
{
    private const int MaxSteps = 200;

    private readonly LinkedList<Step> _steps = [];

    public DefinitionDraft(DefinitionKind kind, string text, string original)
    {
        (Kind, Text, Original) = (kind, text, original);
        Outline = YamlOutline.Open(text);
    }

    /// <summary>The kind that its form is for.</summary>
    public DefinitionKind Kind { get; }

    /// <summary>The document now.</summary>
    public string Text { get; private set; }

    /// <summary>The document that the change starts from; empty for a new one.</summary>
    public string Original { get; private set; }

    /// <summary>Its values and places; null while the text cannot be read as one document.</summary>
    public YamlOutline? Outline { get; private set; }

    /// <summary>Whether there is anything to apply or to lose.</summary>
    public bool HasChanges => Text.ReplaceLineEndings("\n") != Original.ReplaceLineEndings("\n");

    public bool CanUndo => _steps.Count > 0;

    /// <summary>The single value at a path; empty when there is none.</summary>
    public string Value(string path) => Outline?.Text(path) ?? string.Empty;

    /// <summary>Gives a path a text; an empty one takes the key away. Returns why that is not possible, or null.</summary>
    public string? Set(string path, string value) => Set(path, (path, value.Length == 0 ? null : value));

    /// <summary>Gives a path a value; null takes the key away. Returns why that is not possible, or null.</summary>
    public string? Set(string path, JsonNode? value) => Set(path, (path, value));

    /// <summary>Gives several places values in one step; null takes a key away. Returns why that is not possible, or null.</summary>
    /// <param name="path">The field that is written in. All that is written in it in a row is one step, which begins anew with each letter: a line whose text is
    /// deleted and written again keeps its comment, and quotes that half a text needed do not stay.</param>
    /// <param name="places">What to write where.</param>
    public string? Set(string path, params (string Path, JsonNode? Value)[] places)
    {
        var start = _steps.Last?.Value is { } last && last.Path == path ? last.Text : Text;
        return Change(path, () => places.Aggregate(start, Write));
    }

    /// <summary>Adds an item to a list, which is made when there is none. Returns why that is not possible, or null.</summary>
    public string? Add(string path, JsonNode item) => Change(null, () =>
    {
        if (Outline?.Count(path) > 0)
        {
            return YamlEditor.Add(Text, path, item);
        }

        // An empty list is written in brackets, where what comes into it would stay.
        var start = Outline?.Has(path) == true ? YamlEditor.Remove(Text, path) : Text;
        return YamlEditor.Set(start, path, new JsonArray(item.DeepClone()), After(start, path));
    });

    /// <summary>Removes a key or an item. Returns why that is not possible, or null.</summary>
    public string? Remove(string path) => Change(null, () => YamlEditor.Remove(Text, path));

    /// <summary>Removes an item; the list goes with its last one. Returns why that is not possible, or null.</summary>
    public string? RemoveItem(string list, int index) => Remove(Outline?.Count(list) == 1 ? list : $"{list}[{index}]");

    /// <summary>Gives a key another name. Returns why that is not possible, or null.</summary>
    public string? RenameKey(string path, string key) => Change(null, () => YamlEditor.Rename(Text, path, key));

    /// <summary>Gives a key another name and value in its place. Returns why that is not possible, or null.</summary>
    public string? Rename(string path, string key, string value)
        => Change(null, () => YamlEditor.Set(YamlEditor.Rename(Text, path, key), path[..(path.LastIndexOf('.') + 1)] + key, value));

    /// <summary>Takes a text written by hand.</summary>
    public void Write(string text) => Take("text", text);

    /// <summary>Goes on with another text as one step that can be taken back.</summary>
    public void Replace(string text) => Take(null, text);

    /// <summary>Takes the last step back.</summary>
    public void Undo()
    {
        if (_steps.Last is not { } last)
        {
            return;
        }

        _steps.RemoveLast();
        Text = last.Value.Text;
        Outline = YamlOutline.Open(Text);
    }

    /// <summary>Compares with another text from now on.</summary>
    public void Rebase(string original) => Original = original;

    private string Write(string text, (string Path, JsonNode? Value) place)
    {
        if (place.Value is null)
        {
            return OutlineOf(text)?.Has(place.Path) == true ? YamlEditor.Remove(text, place.Path) : text;
        }

        return YamlEditor.Set(text, place.Path, place.Value, After(text, place.Path));
    }

    private string? Change(string? path, Func<string> edit)
    {
        try
        {
            Take(path, edit());
            return null;
        }
        catch (DefinitionsException exception) when (exception.ErrorCode == DefinitionsErrorCode.EditRefused)
        {
            return exception.Message;
        }
    }

    // What is typed into one field in a row is one step.
    private void Take(string? path, string text)
    {
        if (text == Text)
        {
            return;
        }

        if (path is null || _steps.Last?.Value.Path != path)
        {
            _steps.AddLast(new Step(path, Text));
        }

        if (_steps.Count > MaxSteps)
        {
            _steps.RemoveFirst();
        }

        Text = text;
        Outline = YamlOutline.Open(text);
    }

    private string? After(string text, string path) => OutlineOf(text) is { } outline ? KeyOrder.Before(Kind, outline, path) : null;

    private YamlOutline? OutlineOf(string text) => text == Text ? Outline : YamlOutline.Open(text);

    private sealed record Step(string? Path, string Text);
}
