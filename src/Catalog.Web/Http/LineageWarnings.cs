using Catalog.Core.Errors;

namespace Catalog.Web.Http;

/// <summary>What was set aside in an event that was taken.</summary>
internal sealed record LineageWarnings(IReadOnlyList<LineageWarning> Warnings);

/// <summary>One thing that was set aside.</summary>
internal sealed record LineageWarning(string Rule, string Path, string Message, string? Fix)
{
    internal static LineageWarning Of(Finding finding) => new(finding.Rule, finding.Location.Path, finding.Message, finding.Fix);
}
