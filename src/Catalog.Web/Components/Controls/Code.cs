using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Catalog.Web.Components.Controls;

/// <summary>Coloured code. Written by hand because inside <c>pre</c> every space counts; each run is text, so nothing in it is ever markup.</summary>
public sealed class Code : ComponentBase
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
                builder.AddContent(0, span.Text);
                continue;
            }

            builder.OpenElement(1, "span");
            builder.AddAttribute(2, "class", span.Ink);
            builder.AddContent(3, span.Text);
            builder.CloseElement();
        }
    }
}
