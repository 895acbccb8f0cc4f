using System.Text.RegularExpressions;
using Catalog.Core.Errors;
using Catalog.Web.Drafts;
using Microsoft.AspNetCore.Components;

namespace Catalog.Web.Components.Forms;

/// <summary>A field of a form that shows one place of the draft.</summary>
public abstract partial class FieldBase : ComponentBase
{
    [Parameter, EditorRequired]
    public DraftSession Session { get; set; } = null!; // Set by whoever uses the field, as EditorRequired says.

    /// <summary>The place, as findings write it.</summary>
    [Parameter, EditorRequired]
    public string Path { get; set; } = "";

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Without a label above and notes below, for a row that brings both.</summary>
    [Parameter]
    public bool Bare { get; set; }

    /// <summary>Where the notes of a bare field stand.</summary>
    [Parameter]
    public string? NotesId { get; set; }

    /// <summary>What there is to know while nothing is wrong.</summary>
    [Parameter]
    public RenderFragment? Help { get; set; }

    /// <summary>The block that the YAML shows as being edited; the place itself when null.</summary>
    [Parameter]
    public string? Block { get; set; }

    protected string Id => IdOf(Path);

    protected string DescribedBy => NotesId ?? NotesIdOf(Path);

    protected string Value => Session.Draft.Value(Path);

    protected string? Invalid => Findings.Any(static finding => finding.Severity == FindingSeverity.Error) ? "true" : null;

    private IReadOnlyList<Finding> Findings => Session.FindingsAt(Path);

    /// <summary>The id of the field of a place.</summary>
    public static string IdOf(string path) => "field-" + NoWord().Replace(path, "-").Trim('-');

    /// <summary>The id of the notes of a place.</summary>
    public static string NotesIdOf(string path) => IdOf(path) + "-notes";

    protected void Focus() => Session.Focus(Block ?? Path);

    protected void Leave() => Session.Leave(Path);

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex NoWord();
}
