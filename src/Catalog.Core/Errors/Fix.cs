using System.Diagnostics.CodeAnalysis;

namespace Catalog.Core.Errors;

/// <summary>What mends a finding: words for a person and, where they name what to write, the same as changes that a program can make. Immutable, thread-safe.</summary>
/// <param name="Words">What to do, as a sentence.</param>
/// <param name="Edits">The ways among which one may choose, in the order of the words; empty when it needs a person.</param>
public sealed record Fix(string Words, params IReadOnlyList<FindingEdit> Edits)
{
    /// <summary>Words alone; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(words))]
    public static implicit operator Fix?(string? words) => words is null ? null : new Fix(words);

    /// <summary>Words alone.</summary>
    public static Fix FromString(string words) => new(words);

    /// <summary>That another text was meant.</summary>
    /// <param name="text">The text.</param>
    /// <param name="whole">The whole value to write, where the text is only a part of it.</param>
    public static Fix DidYouMean(string text, string? whole = null) => new($"Did you mean '{text}'?", FindingEdit.Write(whole ?? text, label: text) with { IsGuess = true });

    /// <summary>That another key was meant.</summary>
    public static Fix Rename(string key) => new($"Did you mean '{key}'?", FindingEdit.Rename(key) with { IsGuess = true });

    /// <summary>That another text is right, beginning with its key where one is given.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key whose value the finding is about, which the words name; null leaves it out.</param>
    public static Fix Write(string text, string? key = null) => new(key is null ? $"Write '{text}'." : $"Write '{key}: {text}'.", FindingEdit.Write(text));

    /// <summary>That a key is to go.</summary>
    public static Fix Remove(string words = "Remove it.") => new(words, FindingEdit.Remove());

    /// <summary>The ways as changes of the document that the finding is about; none when the finding is about no place in it.</summary>
    /// <param name="path">The path of the finding.</param>
    public IReadOnlyList<FindingEdit> At(string path) => path.Length == 0 ? [] : [.. Edits.Select(edit => edit.At(path))];
}
