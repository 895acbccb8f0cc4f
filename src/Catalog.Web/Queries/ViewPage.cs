using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Statistics;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>What every part of a feature view's page needs.</summary>
public sealed record ViewPage
{
    public required DefinitionSet Definitions { get; init; }

    public required Definition Definition { get; init; }

    public required FeatureView View { get; init; }

    /// <summary>Where its rows come from; a view in force has a source in force.</summary>
    public required Source Source { get; init; }

    /// <summary>The contract that the source keeps; null when it names none.</summary>
    public Contract? Contract { get; init; }

    public required ViewFreshness Freshness { get; init; }

    /// <summary>The newest statistics of this version; null when there are none yet.</summary>
    public ViewStatistics? Statistics { get; init; }

    /// <summary>Keys that the online store holds rows of, for examples; none where it holds none, where the view is not kept online, and while <see cref="OnlineError"/> says why nobody knows.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, Value>> Examples { get; init; } = [];

    /// <summary>Why the online store could not be read; null when it could.</summary>
    public string? OnlineError { get; init; }

    /// <summary>What is the matter, with what works all the same; null when nothing is. While the store is away it is the cause of what the writer says, so one of both is told.</summary>
    /// <param name="store">What lookups do while the store is away.</param>
    public string? TroubleOf(OnlineStoreOptions store) => (OnlineError, Freshness.Status) switch
    {
        ({ } error, var status) => "The online store does not answer, so how many keys it holds is not known, and "
            + (store.WhenAway == WhenAway.Stale
                ? $"lookups are answered only where their rows were read in the last {Durations.Words(store.MaxStaleAge)}. "
                : "lookups fail. ")
            + (status == Status.Failed ? "The writer fails and tries again; events are taken in meanwhile and wait for it in the event log. " : string.Empty)
            + (View.Offline ? "Training sets and explanations still work: they read the offline store. " : string.Empty) + error,
        (null, Status.Failed) => Freshness.Sentence + (Freshness.IsEmptied ? string.Empty : " Values that were written before are still served."),
        _ => null,
    };

    /// <summary>Up to 30 days, oldest first.</summary>
    public required IReadOnlyList<StatisticsDay> History { get; init; }

    /// <summary>Features that read a column which was seen to hold times after the event, in the view's order.</summary>
    public IReadOnlyList<(string Feature, FutureColumn Column)> FutureFeatures { get; init; } = [];

    /// <summary>On-demand views that read the view, by name.</summary>
    public required IReadOnlyList<OnDemandFeatureView> OnDemandViews { get; init; }

    /// <summary>Services that read the view, by name.</summary>
    public required IReadOnlyList<FeatureService> Services { get; init; }

    /// <summary>Products that offer the view or a service that reads it, by name.</summary>
    public required IReadOnlyList<DataProduct> Products { get; init; }

    /// <summary>The address of the page without a tab.</summary>
    public string Href => DefinitionKinds.HrefOf(Definition.Id, Definition.Domain);
}
