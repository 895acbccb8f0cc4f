using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Catalog.Web.Components.Forms;

/// <summary>A message in which what stands in single quotes is code. Written by hand so that no space creeps in between.</summary>
public sealed class Quoted : ComponentBase
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var rest = Text;
        while (Next(rest) is var (start, end) && start >= 0)
        {
            builder.AddContent(0, rest[..start]);
            builder.OpenElement(1, "code");
            builder.AddContent(2, rest[(start + 1)..end]);
            builder.CloseElement();
            rest = rest[(end + 1)..];
        }

        builder.AddContent(3, rest);
    }

    // An apostrophe inside a word is none: the opening quote follows a blank or stands first, the closing one is followed by no letter.
    private static (int Start, int End) Next(string text)
    {
        for (var start = text.IndexOf('\''); start >= 0; start = text.IndexOf('\'', start + 1))
        {
            if (start > 0 && text[start - 1] is not (' ' or '('))
            {
                continue;
            }

            for (var end = text.IndexOf('\'', start + 1); end >= 0; end = text.IndexOf('\'', end + 1))
            {
                if (end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1]))
                {
                    return (start, end);
                }
            }
        }

        return (-1, -1);
    }
}
