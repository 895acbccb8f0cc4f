using System.Text.RegularExpressions;
using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Catalog.Web.Components.Controls;

/// <summary>Coloured code. Written by hand because inside <c>pre</c> every space counts; each run is text, so nothing in it is ever markup. A line too short for an address breaks it after a slash, never at a hyphen.</summary>
public sealed partial class Code : ComponentBase
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public CodeLanguage Language { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var span in CodeInk.Spans(Text, Language))
        {
            if (span.Ink is null)
            {
                AddText(builder, span.Text);
                continue;
            }

            builder.OpenElement(1, "span");
            builder.AddAttribute(2, "class", span.Ink);
            AddText(builder, span.Text);
            builder.CloseElement();
        }
    }

    private static void AddText(RenderTreeBuilder builder, string text)
    {
        var done = 0;
        foreach (Match address in Addresses().Matches(text))
        {
            builder.AddContent(3, text[done..address.Index]);
            foreach (Match piece in Pieces().Matches(address.Value))
            {
                builder.OpenElement(4, "span");
                builder.AddAttribute(5, "class", "code-address");
                builder.AddContent(6, piece.Value);
                builder.CloseElement();
                builder.AddMarkupContent(7, "<wbr>");
            }

            done = address.Index + address.Length;
        }

        builder.AddContent(8, text[done..]);
    }

    [GeneratedRegex("https?://[^\\s\"'`\\\\<>]+")]
    private static partial Regex Addresses();

    [GeneratedRegex("https?://[^/]+/?|[^/]*/|[^/]+$")]
    private static partial Regex Pieces();
}
