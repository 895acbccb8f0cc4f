using Catalog.Core.Events;
using Lineage;
using Lineage.Graph;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Http;

/// <summary>Reads which runs are meant.</summary>
internal static class RunRequests
{
    /// <summary>The filter of a query.</summary>
    /// <param name="state">A state.</param>
    /// <param name="kind">A kind.</param>
    /// <param name="domain">A domain.</param>
    /// <param name="job">A job of the product by name, or any job as <c>job:NAMESPACE:NAME</c>.</param>
    /// <param name="dataset">A dataset of the product by name, or any dataset as <c>dataset:NAMESPACE:NAME</c>.</param>
    /// <exception cref="BadHttpRequestException">A value is not legal.</exception>
    /// <exception cref="LineageException">A node id cannot be read.</exception>
    internal static RunFilter ReadFilter(string? state, string? kind, string? domain, string? job, string? dataset) => new()
    {
        State = Words.Read<RunState>(nameof(state), state),
        Kind = Words.Read<RunKind>(nameof(kind), kind),
        Domain = string.IsNullOrEmpty(domain) ? null : domain,
        Job = ReadNode(job, NodeKind.Job) is { } foundJob ? new JobId(foundJob.Namespace, foundJob.Name) : null,
        Dataset = ReadNode(dataset, NodeKind.Dataset) is { } foundDataset ? new DatasetId(foundDataset.Namespace, foundDataset.Name) : null,
    };

    private static NodeRef? ReadNode(string? text, NodeKind kind) => string.IsNullOrEmpty(text) ? null
        : text.StartsWith(kind == NodeKind.Job ? "job:" : "dataset:", StringComparison.Ordinal) ? NodeIdGrammar.Parse(text)[0]
        : new NodeRef(kind, DatasetRef.Own, text, null);
}
