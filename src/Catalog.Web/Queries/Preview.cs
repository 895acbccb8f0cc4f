namespace Catalog.Web.Queries;

/// <summary>A thing in a few facts and its parts, for a preview.</summary>
/// <param name="Facts">What is worth knowing before it is opened.</param>
/// <param name="PartTitle">What its parts are.</param>
/// <param name="PartNote">What is said of each part.</param>
/// <param name="Parts">Features, columns, ports, members.</param>
public sealed record Preview(IReadOnlyList<PreviewFact> Facts, string PartTitle, string PartNote, IReadOnlyList<PreviewPart> Parts)
{
    /// <summary>Nothing to tell.</summary>
    public static readonly Preview Empty = new([], string.Empty, string.Empty, []);
}

/// <summary>One fact.</summary>
/// <param name="Term">Of what.</param>
/// <param name="Text">The fact.</param>
/// <param name="Href">Where it leads; null when nowhere.</param>
public sealed record PreviewFact(string Term, string Text, string? Href = null);

/// <summary>One part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Note">Its type, or what it serves.</param>
public sealed record PreviewPart(string Name, string Note);
