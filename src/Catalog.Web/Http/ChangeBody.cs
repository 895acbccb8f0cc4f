namespace Catalog.Web.Http;

/// <summary>The body of plan and apply.</summary>
internal sealed record ChangeBody
{
    public IReadOnlyList<FileBody?>? Files { get; init; }

    public bool Prune { get; init; }

    public IReadOnlyList<DefinitionName?>? Remove { get; init; }

    public string? Author { get; init; }

    public string? Message { get; init; }

    public long? ExpectedRevision { get; init; }
}

/// <summary>A file in a request.</summary>
internal sealed record FileBody(string? Path, string? Text);

/// <summary>Kind and name in a request or an answer.</summary>
internal sealed record DefinitionName(string Kind, string Name);
