using Catalog.Web.ViewModels;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Controls;

public partial class YamlPane
{
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    [Parameter]
    public string Label { get; set; } = "YAML";

    /// <summary>Decides the colours.</summary>
    [Parameter]
    public CodeLanguage Language { get; set; } = CodeLanguage.Yaml;

    /// <summary>Marks by line number from 1; other lines have none.</summary>
    [Parameter]
    public IReadOnlyDictionary<int, LineMark> Marks { get; set; } = new Dictionary<int, LineMark>();

    /// <summary>Begins the ids of the lines, which end with their number; null gives them none.</summary>
    [Parameter]
    public string? LineId { get; set; }

    private IEnumerable<(string Text, LineMark Mark)> Lines => Text
        .ReplaceLineEndings("\n")
        .TrimEnd('\n')
        .Split('\n')
        .Select((line, index) => (line, Marks.GetValueOrDefault(index + 1)));

    internal static string? ClassOf(LineMark mark) => mark switch
    {
        LineMark.Error => "bad",
        LineMark.Warning => "w",
        LineMark.Edited => "hit",
        LineMark.Added => "add",
        LineMark.Removed => "del",
        _ => null,
    };
}
