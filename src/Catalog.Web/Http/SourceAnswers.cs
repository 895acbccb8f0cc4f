using Catalog.Web.Queries;

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
            Words.Of(source.Format),
            source.AcceptsPush,
            overview.EventCount,
            overview.OpenQuarantined,
            overview.LastRun is { } run ? IngestionAnswers.Of(run) : null);
    }
}

internal sealed record SourceAnswer(
    string Name,
    int Version,
    string Domain,
    string Owner,
    string? Description,
    string? Contract,
    string Format,
    bool AcceptsPush,
    long Events,
    long OpenQuarantined,
    IngestionRunAnswer? LastRun);

internal sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Items);
