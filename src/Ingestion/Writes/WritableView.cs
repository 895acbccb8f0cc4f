using FeatureStore.Model;
using Ingestion.Model;

namespace Ingestion.Writes;

/// <summary>A view that takes rows without events, and how a row is written: its join keys, its event time and its features by name. Immutable, thread-safe.</summary>
public sealed class WritableView
{
    internal WritableView(FeatureView view, Source shape) => (View, Shape) = (view, shape);

    /// <summary>The columns of a row, typed as those of a source are, and the bounds of its event time.</summary>
    public Source Shape { get; }

    internal FeatureView View { get; }
}
