using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Catalog.Web.Components.Controls;

/// <summary>Text in which the words that were searched are marked. Written by hand so that no space creeps in between.</summary>
public sealed class Marked : ComponentBase
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Words separated by spaces; compared without regard to case.</summary>
    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var words = Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var position = 0;
        while (position < Text.Length)
        {
            var (start, length) = Next(words, position);
            builder.AddContent(0, Text[position..start]);
            if (length > 0)
            {
                builder.OpenElement(1, "mark");
                builder.AddContent(2, Text.Substring(start, length));
                builder.CloseElement();
            }

            position = start + length;
        }
    }

    // The first hit at or after the position, the longest of those that start there; the end of the text when there is none.
    private (int Start, int Length) Next(string[] words, int position)
    {
        var best = (Start: Text.Length, Length: 0);
        foreach (var word in words)
        {
            var start = Text.IndexOf(word, position, StringComparison.OrdinalIgnoreCase);
            if (start >= 0 && (start < best.Start || (start == best.Start && word.Length > best.Length)))
            {
                best = (start, word.Length);
            }
        }

        return best;
    }
}
