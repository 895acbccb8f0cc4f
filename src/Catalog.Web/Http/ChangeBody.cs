using System.Text.Json.Serialization;

namespace Catalog.Web.Http;

/// <summary>The body of plan and apply.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ChangeBody
{
    public IReadOnlyList<FileBody?>? Files { get; init; }

    public bool Prune { get; init; }

    public IReadOnlyList<RemovedName?>? Remove { get; init; }

    public string? Author { get; init; }

    public string? Message { get; init; }

    public long? ExpectedRevision { get; init; }
}

/// <summary>A file in a request.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FileBody(string? Path, string? Text);

/// <summary>Kind and name of a definition to remove.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RemovedName(string? Kind, string? Name);

/// <summary>Kind and name in an answer.</summary>
internal sealed record DefinitionName(string Kind, string Name);
