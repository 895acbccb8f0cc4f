using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Catalog.Web.Components.Controls;

public partial class HexView
{
    /// <summary>More than this is cut, and said so.</summary>
    public const int MaxBytes = 4096;

    [Parameter, EditorRequired]
    public ReadOnlyMemory<byte> Bytes { get; set; }

    [Parameter]
    public string Label { get; set; } = "Raw bytes";

    /// <summary>Bytes per line.</summary>
    [Parameter]
    public int Columns { get; set; } = 10;

    /// <summary>First byte of the span that was refused.</summary>
    [Parameter]
    public int MarkStart { get; set; }

    /// <summary>Length of that span; 0 when none is known.</summary>
    [Parameter]
    public int MarkLength { get; set; }

    /// <summary>Whether it says itself that not all bytes are shown.</summary>
    [Parameter]
    public bool SaysCut { get; set; } = true;

    private IEnumerable<RenderFragment> Rows
    {
        get
        {
            var shown = Math.Min(Bytes.Length, MaxBytes);
            for (var start = 0; start < shown; start += Columns)
            {
                var first = start;
                yield return builder => BuildRow(builder, first, Math.Min(first + Columns, shown));
            }
        }
    }

    private void BuildRow(RenderTreeBuilder builder, int start, int end)
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "o");
        builder.AddContent(2, start.ToString("x4"));
        builder.CloseElement();
        builder.AddContent(3, " ");
        for (var i = start; i < end; i++)
        {
            builder.AddContent(4, " ");
            AddByte(builder, i, Bytes.Span[i].ToString("x2"));
        }

        builder.AddContent(5, new string(' ', (3 * (Columns - (end - start))) + 2));
        for (var i = start; i < end; i++)
        {
            var value = Bytes.Span[i];
            AddByte(builder, i, value is >= 0x20 and < 0x7f ? ((char)value).ToString() : ".");
        }

        builder.AddContent(6, "\n");
    }

    private void AddByte(RenderTreeBuilder builder, int index, string text)
    {
        if (index < MarkStart || index >= MarkStart + MarkLength)
        {
            builder.AddContent(7, text);
            return;
        }

        builder.OpenElement(8, "mark");
        builder.AddContent(9, text);
        builder.CloseElement();
    }
}
