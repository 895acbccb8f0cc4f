using Catalog.Web.Formatting;
using FeatureStore.Model;

namespace Catalog.Web.TrainingSets;

/// <summary>Which training sets a list shows. All conditions hold together; null or blank: whatever it is.</summary>
public sealed record TrainingSetFilter
{
    /// <summary>Part of the name, of the entity frame's name, or of who asked.</summary>
    public string? Text { get; init; }

    public TrainingSetState? State { get; init; }

    /// <summary>The feature service that it was asked of.</summary>
    public string? Service { get; init; }

    /// <summary>A view that its features are of, or that was read for them.</summary>
    public string? View { get; init; }

    /// <summary>The list narrowed so.</summary>
    /// <param name="from">How many stand before the page.</param>
    public string HrefOf(int from = 0) => Addresses.Of(
        TrainingSetWords.ListHref, ("text", Text?.Trim()), ("state", State?.ToString().ToLowerInvariant()), ("service", Service), ("view", View), ("from", Addresses.Number(from)));

    /// <summary>Whether it is one of them.</summary>
    public bool Fits(TrainingSet set) => (State is null || set.State == State)
        && (string.IsNullOrEmpty(Service) || set.Definition.FeatureService == Service)
        && (string.IsNullOrEmpty(View) || TrainingSetWords.ViewsOf(set).Contains(View))
        && (string.IsNullOrWhiteSpace(Text) || new[] { set.Name, set.Definition.FrameName, set.RequestedBy }.Any(text => text?.Contains(Text.Trim(), StringComparison.OrdinalIgnoreCase) == true));
}
