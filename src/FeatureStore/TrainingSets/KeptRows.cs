using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.Retention;

namespace FeatureStore.TrainingSets;

/// <summary>Refuses training sets that would need events which are not kept any longer. The times of an entity frame are checked by the engine, which reads them.</summary>
internal static class KeptRows
{
    /// <summary>Checks by when events have to have arrived.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.HistoryNotKept"/>.</exception>
    internal static void CheckKnown(string name, IReadOnlyList<TrainingJoinView> views, Instant known)
    {
        foreach (var view in views)
        {
            if (view.Snapshot.Horizon is { } horizon && known < horizon.Time)
            {
                throw KeptHistory.NotKept($"The training set '{name}' takes what was known at '{known}'", view.View.Id, horizon, horizon.Time);
            }
        }
    }

    /// <summary>Checks the earliest time of an entity frame.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.HistoryNotKept"/>.</exception>
    internal static void CheckTime(string frame, IReadOnlyList<TrainingJoinView> views, Instant earliest)
    {
        foreach (var view in views)
        {
            if (view.Snapshot.Horizon is { } horizon && KeptHistory.FirstMoment(horizon, view.Features.Select(read => view.View.Features[read.Feature])) is var first && earliest < first)
            {
                throw KeptHistory.NotKept($"The entity frame '{frame}' asks for '{earliest}'", view.View.Id, horizon, first);
            }
        }
    }

    /// <summary>Checks which rows of views the frame is to be made of.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.HistoryNotKept"/>.</exception>
    internal static void CheckFrame(TrainingFrame frame)
    {
        foreach (var view in frame.Views)
        {
            if (view.Snapshot.Horizon is not { } horizon)
            {
                continue;
            }

            if (frame.Range.AsOf is { } time && (time < horizon.Time || frame.AsKnownAt < horizon.Time))
            {
                throw KeptHistory.NotKept($"The training set is of all keys at '{time}', known at '{frame.AsKnownAt ?? time}'", view.View.Id, horizon, horizon.Time);
            }

            if (frame.Range.AsOf is null && (frame.Range.Start ?? Instant.MinValue) < horizon.Time)
            {
                throw KeptHistory.NotKept($"The training set is of all rows of '{view.View.Name}' {(frame.Range.Start is { } start ? $"from '{start}' on" : "from the first on")}", view.View.Id, horizon, horizon.Time);
            }
        }
    }
}
