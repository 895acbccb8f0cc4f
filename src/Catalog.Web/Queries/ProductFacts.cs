using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.Queries;

/// <summary>Everything that a product page tells.</summary>
public sealed record ProductFacts
{
    public required DataProduct Product { get; init; }

    /// <summary>The document behind it.</summary>
    public required Definition Definition { get; init; }

    /// <summary>The output ports in the order declared.</summary>
    public required IReadOnlyList<PortFacts> Ports { get; init; }

    /// <summary>The sources it is made from, by name.</summary>
    public required IReadOnlyList<SourceFacts> Sources { get; init; }

    /// <summary>Ports of other products that it is made from, in the order declared.</summary>
    public required IReadOnlyList<ProductInput> Inputs { get; init; }

    /// <summary>The checks of its sources, worst first.</summary>
    public required IReadOnlyList<CheckLine> Checks { get; init; }

    /// <summary>Services and products that read it.</summary>
    public required IReadOnlyList<ProductReader> Readers { get; init; }

    /// <summary>The newest training sets that read its views.</summary>
    public required IReadOnlyList<TrainingSet> TrainingSets { get; init; }

    /// <summary>How far trained equals served for its views.</summary>
    public required ProofSummary Proof { get; init; }

    /// <summary>What it is made of, the latest change first.</summary>
    public required IReadOnlyList<Definition> Changes { get; init; }

    /// <summary>All checks together.</summary>
    public CheckCounts Counts => CheckCounts.Of(Checks);

    /// <summary>Refused events of its sources that wait for somebody.</summary>
    public long OpenQuarantined => Sources.Sum(static source => source.OpenQuarantined);

    /// <summary>Its light: the worst of its ports.</summary>
    public Status Freshness => StatusOrder.Worst(Ports.Select(static port => port.Status));

    /// <summary>The newest event of its ports; null when there is none.</summary>
    public Instant? NewestEvent => Ports.Max(static port => port.NewestEvent);
}

/// <summary>A port in numbers.</summary>
public sealed record PortFacts
{
    public required OutputPort Port { get; init; }

    /// <summary>The definition behind it.</summary>
    public required DefinitionId Target { get; init; }

    /// <summary>Its page.</summary>
    public required string Href { get; init; }

    /// <summary>The views that it serves; empty for the port of a source.</summary>
    public required IReadOnlyList<ViewFacts> Views { get; init; }

    /// <summary>The source behind it; null for the other ports.</summary>
    public SourceFacts? Source { get; init; }

    /// <summary>The contract that it keeps; null when none is declared.</summary>
    public Contract? Contract { get; init; }

    /// <summary>Features that one answer of it holds.</summary>
    public int FeatureCount { get; init; }

    /// <summary>Its light: the worst of its views, or that of its source.</summary>
    public Status Status => Source?.Status ?? StatusOrder.Worst(Views.Select(static view => view.Freshness.Status));

    /// <summary>The newest event behind it; null when there is none.</summary>
    public Instant? NewestEvent => Source is { } source ? source.NewestEvent : Views.Max(static view => view.Freshness.NewestEvent);

    /// <summary>Whether it can be looked up.</summary>
    public bool IsOnline => Views.Count > 0 && Views.All(static view => view.View.Online);

    /// <summary>Whether training sets can be made from it.</summary>
    public bool IsOffline => Views.Count > 0 && Views.All(static view => view.View.Offline);
}

/// <summary>A port of another product that a product is made from.</summary>
/// <param name="Name">As declared: <c>product/port</c>.</param>
/// <param name="Title">Name of the other product for people.</param>
/// <param name="Href">Page of the other product with that port chosen; null when it is not in force.</param>
/// <param name="Version">Version of the port; null when it is not in force.</param>
public sealed record ProductInput(string Name, string Title, string? Href, string? Version);
