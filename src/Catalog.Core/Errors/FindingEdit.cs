namespace Catalog.Core.Errors;

/// <summary>One change of a document that mends a finding, complete enough for a program to make it. Immutable, thread-safe.</summary>
/// <param name="Action">What to do at the path.</param>
/// <param name="Path">
/// Where: of a finding a path inside the document, such as <c>features[2].type</c>. In a <see cref="Fix"/>, before the finding has a place, the key beside the finding's own, or empty for its own place.
/// </param>
/// <param name="Value">The whole value to write in place of what is there, or the new name of the key; null for a removal.</param>
/// <param name="Label">What differs, for the one who chooses: of a long text the part that is new.</param>
public sealed record FindingEdit(FindingEditAction Action, string Path, string? Value, string Label)
{
    /// <summary>Whether it is what was probably meant, rather than what the rules ask for.</summary>
    public bool IsGuess { get; init; }

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text.</param>
    /// <param name="key">The key beside the finding's own; empty for its own place.</param>
    /// <param name="label">What differs; null for the text, after the key where there is one.</param>
    public static FindingEdit Write(string value, string key = "", string? label = null)
        => new(FindingEditAction.Write, key, value, label ?? (key.Length == 0 ? value : $"{key}: {value}"));

    /// <summary>Writes true or false.</summary>
    public static FindingEdit Write(bool value) => new(FindingEditAction.WriteFlag, string.Empty, value ? "true" : "false", value ? "true" : "false");

    /// <summary>Gives the key at the finding's place another name.</summary>
    public static FindingEdit Rename(string key) => new(FindingEditAction.Rename, string.Empty, key, key);

    /// <summary>Takes a key away.</summary>
    /// <param name="key">The key beside the finding's own; empty for its own place.</param>
    public static FindingEdit Remove(string key = "") => new(FindingEditAction.Remove, key, Value: null, string.Empty);

    /// <summary>The same change with its path seen from the document.</summary>
    /// <param name="path">The path of the finding.</param>
    internal FindingEdit At(string path)
    {
        var target = Path.Length == 0 ? path : path[..(path.LastIndexOf('.') + 1)] + Path;
        return this with { Path = target, Label = Action == FindingEditAction.Remove ? $"remove {target[(target.LastIndexOf('.') + 1)..]}" : Label };
    }
}

/// <summary>What a <see cref="FindingEdit"/> does.</summary>
public enum FindingEditAction
{
    /// <summary>Writes a text in place of what is there, or where nothing is.</summary>
    Write,

    /// <summary>Writes true or false in place of what is there.</summary>
    WriteFlag,

    /// <summary>Gives the key another name; its value stays.</summary>
    Rename,

    /// <summary>Takes the key and its value away.</summary>
    Remove,
}
