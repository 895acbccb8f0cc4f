using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Tells what a rebuild would give, from the manifest and the lists of files alone. Thread-safe.</summary>
public sealed class RebuildForecaster
{
    private readonly TrainingSetSources _sources;
    private readonly ITrainingSetEngine _engine;
    private readonly TrainingSetFiles _files;

    internal RebuildForecaster(TrainingSetSources sources, ITrainingSetEngine engine, TrainingSetFiles files) => (_sources, _engine, _files) = (sources, engine, files);

    /// <summary>The forecast. Rows that were lost inside of a file are seen by the rebuild only.</summary>
    /// <param name="set">The complete training set.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<RebuildForecast> ForecastAsync(TrainingSet set, TrainingSetManifest manifest, CancellationToken cancellationToken)
    {
        if (_files.FindFrame(set.Id) is null)
        {
            return new RebuildForecast($"Its entity frame '{set.Definition.FrameName}' is not kept any more.", []);
        }

        var (selection, error) = _sources.Select(set.Definition, manifest);
        if (error is not null)
        {
            return new RebuildForecast(error.Message, []);
        }

        var views = await _sources.TakeSnapshotsAsync(selection, manifest, cancellationToken).ConfigureAwait(false);
        try
        {
            KeptRows.CheckKnown(set.Name, views, manifest.CreatedAt < manifest.AsKnownAt ? manifest.CreatedAt : manifest.AsKnownAt);
            if (EarliestOf(manifest) is { } earliest)
            {
                KeptRows.CheckTime(manifest.Frame.Name, views, earliest);
            }
        }
        catch (FeatureStoreException gone) when (gone.ErrorCode == FeatureStoreErrorCode.HistoryNotKept)
        {
            return new RebuildForecast(gone.Message, []);
        }

        return new RebuildForecast(null, [.. ReasonsOf(manifest, views)]);
    }

    /// <summary>The earliest time of the entity frame; null where it is kept as text, of which the manifest has no order of time.</summary>
    private static Instant? EarliestOf(TrainingSetManifest manifest)
        => manifest.Columns.FirstOrDefault(column => column.Name == manifest.Frame.TimestampColumn) is { Type: { IsList: false, Element: ScalarType.Timestamp }, Min: { } min }
            && Instant.TryParse(min.GetValue<string>(), out var earliest) ? earliest : null;

    private IEnumerable<string> ReasonsOf(TrainingSetManifest manifest, IReadOnlyList<TrainingJoinView> views)
    {
        if (_engine.Version != manifest.Engine)
        {
            yield return $"It was made by {manifest.Engine}, and would be rebuilt by {_engine.Version}, which may write the same rows as other bytes.";
        }

        foreach (var lost in views.Where(static view => view.Ranges?.All(view.Snapshot.Covers) == false).Select(static view => view.View.Id).Distinct())
        {
            yield return $"No offline file of '{lost.Name}' version {lost.Version} has all of the event log that was read any more.";
        }
    }
}
