using Catalog.Web.Queries;
using Ingestion.Model;

namespace Catalog.Web.Http;

/// <summary>Shapes sources for answers.</summary>
internal static class SourceAnswers
{
    internal static SourceAnswer Of(SourceOverview overview)
    {
        var source = overview.Source;
        return new SourceAnswer(
            source.Name,
            source.Version,
            source.Domain,
            source.Owner,
            source.Description,
            source.Contract,
            source.From is null ? Words.Of(source.Format) : null,
            source.From,
            source.AcceptsPush,
            overview.EventCount,
            overview.OpenQuarantined,
            overview.LastRun is { } run ? IngestionAnswers.Of(run) : null,
            overview.Stream is { } stream ? Of(source, stream) : null);
    }

    private static EnrichmentAnswer Of(Source source, StreamState stream) => new(
        [.. source.Enrichments.Select(static enrichment => enrichment.View).Distinct()], Words.Of(stream.State), stream.Position, stream.Lag, stream.Error, stream.RunId);
}

internal sealed record SourceAnswer(
    string Name,
    int Version,
    string Domain,
    string Owner,
    string? Description,
    string? Contract,
    string? Format,
    string? From,
    bool AcceptsPush,
    long Events,
    long OpenQuarantined,
    IngestionRunAnswer? LastRun,
    EnrichmentAnswer? Enrichment);

internal sealed record EnrichmentAnswer(IReadOnlyList<string> Views, string State, long Position, long Lag, string? Error, Guid? RunId);

internal sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Items);
