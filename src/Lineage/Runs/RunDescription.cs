using System.Text.Json;
using Catalog.Core.Events;
using Lineage.Model;

namespace Lineage.Runs;

/// <summary>What the facets of a run say about it. Foreign text in these facets is taken only as far as it makes sense.</summary>
public sealed record RunDescription
{
    private const int LongestText = 1000;

    /// <summary>What the run does; null for a run of another producer.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>Domain of its job; null for a run of another producer.</summary>
    public string? Domain { get; init; }

    /// <summary>Short words for people; null when there are none.</summary>
    public string? Title { get; init; }

    /// <summary>Stable code of the failure; null when there is none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Why it failed or was stopped; null when it was neither.</summary>
    public string? Message { get; init; }

    /// <summary>One sentence about the outcome; null when there is none.</summary>
    public string? Outcome { get; init; }

    /// <summary>Figures of the outcome.</summary>
    public IReadOnlyDictionary<string, long> Figures { get; init; } = new Dictionary<string, long>();

    /// <summary>The run that this one is a part of; null when it is none.</summary>
    public RunKey? Parent { get; init; }

    /// <summary>Reads the facets of a run.</summary>
    public static RunDescription Of(FacetMap facets)
    {
        using var run = Read(facets, OwnFacets.Run);
        using var outcome = Read(facets, OwnFacets.Outcome);
        using var error = Read(facets, "errorMessage");
        using var parent = Read(facets, "parent");
        return new RunDescription
        {
            Kind = Enum.TryParse<RunKind>(Text(run, "kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : null,
            Domain = Text(run, "domain"),
            Title = Text(run, "title"),
            ErrorCode = Text(outcome, "code"),
            Message = Text(error, "message") ?? Text(outcome, "message"),
            Outcome = Text(outcome, "summary"),
            Figures = ReadFigures(outcome),
            Parent = ReadParent(parent),
        };
    }

    private static JsonDocument? Read(FacetMap facets, string name)
        => facets.Find(name) is { } json ? JsonDocument.Parse(json, Ingest.FacetJson.Options) : null;

    private static string? Text(JsonDocument? facet, string member)
    {
        if (facet is null || Ingest.FacetJson.Text(facet.RootElement, member) is not { Length: > 0 } text)
        {
            return null;
        }

        // PostgreSQL cannot keep a zero character, and nobody reads more of an error message in a list.
        var clean = text.Replace("\0", string.Empty, StringComparison.Ordinal);
        return clean.Length <= LongestText ? clean : clean[..LongestText] + "…";
    }

    private static Dictionary<string, long> ReadFigures(JsonDocument? outcome)
    {
        var figures = new Dictionary<string, long>(StringComparer.Ordinal);
        if (outcome is not null && outcome.RootElement.TryGetProperty("figures", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var figure in map.EnumerateObject())
            {
                if (figure.Value.ValueKind == JsonValueKind.Number && figure.Value.TryGetInt64(out var value))
                {
                    figures[figure.Name] = value;
                }
            }
        }

        return figures;
    }

    private static RunKey? ReadParent(JsonDocument? parent)
        => parent is not null
            && Guid.TryParse(Ingest.FacetJson.Text(parent.RootElement.GetProperty("run"), "runId"), out var id)
            && Ingest.FacetJson.Dataset(parent.RootElement.GetProperty("job")) is { } job
            ? new RunKey(id, new JobId(job.Namespace, job.Name))
            : null;
}
