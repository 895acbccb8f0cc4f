using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.TrainingSets;

/// <summary>Reads what a training set is to hold, for every door alike.</summary>
public static class TrainingSetSpecs
{
    private static readonly TimeSpan ShortestKept = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(30);

    /// <summary>The format of that word; null when nothing is asked for.</summary>
    /// <exception cref="FeatureStoreException">It is none of them.</exception>
    public static TrainingSetFormat? ReadFormat(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" => null,
        "parquet" => TrainingSetFormat.Parquet,
        "csv" => TrainingSetFormat.Csv,
        "arrow" => TrainingSetFormat.Arrow,
        _ => throw Refuse($"'format' is '{text}'; it must be 'parquet', 'csv' or 'arrow'."),
    };

    /// <summary>The request; its entity rows come apart from it.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidRequest"/> for a word, a time or a part that is none.</exception>
    public static TrainingSetRequest ToRequest(TrainingSetSpec spec)
    {
        return new TrainingSetRequest
        {
            Name = spec.Name,
            Overwrite = spec.Overwrite,
            RequestedBy = spec.RequestedBy,
            KeptFor = ToKeptFor(spec.KeepFor),
            Definition = new TrainingSetDefinition
            {
                Features = spec.Features ?? [],
                FeatureService = spec.FeatureService,
                TimestampColumn = spec.TimestampColumn ?? new TrainingSetDefinition().TimestampColumn,
                FullFeatureNames = spec.FullFeatureNames,
                AsKnownAt = ToTime("'asKnownAt'", spec.AsKnownAt),
                AsKnownAtEntityTime = spec.AsKnownAtEntityTime,
                Format = ReadFormat(spec.Format) ?? TrainingSetFormat.Parquet,
                Splits = spec.Splits is null ? null : ToSplits(spec.Splits),
                Range = spec.Range is null ? null : ToRange(spec.Range),
            },
        };
    }

    private static TimeSpan? ToKeptFor(string? text) => text is null ? null
        : Duration.TryParse(text, out var time) && time >= ShortestKept && time <= LongestKept ? time
        : throw Refuse($"'keepFor' is '{text}'; it must be a duration from {Duration.Format(ShortestKept)} to {Duration.Format(LongestKept)}, such as 1d.");

    private static TrainingSetRange ToRange(TrainingSetRangeSpec spec) => new()
    {
        AsOf = ToTime("'range.asOf'", spec.AsOf),
        View = spec.View,
        Start = ToTime("'range.start'", spec.Start),
        End = ToTime("'range.end'", spec.End),
    };

    private static Instant? ToTime(string member, string? text) => text is null ? null
        : Instant.TryParse(text, out var time) ? time
        : throw Refuse($"{member} is '{text}'; it must be a time such as 2026-11-20T12:00:00Z.");

    private static TrainingSetSplits ToSplits(TrainingSetSplitsSpec spec) => new()
    {
        Kind = spec.Kind?.ToLowerInvariant() switch
        {
            "time" => SplitKind.Time,
            "ratio" => SplitKind.Ratio,
            "key" => SplitKind.Key,
            _ => throw Refuse($"'splits.kind' is '{spec.Kind}'; it must be 'time', 'ratio' or 'key'."),
        },
        Parts = [.. (spec.Parts ?? []).Select(ToSplit)],
        Keys = spec.Keys ?? [],
        Seed = spec.Seed,
    };

    /// <summary>One part; in JSON it may be null whatever its type says.</summary>
    private static TrainingSetSplit ToSplit(TrainingSetSplitSpec? spec, int place)
    {
        var part = spec ?? throw Refuse($"'splits.parts[{place}]' is null; give an object such as {{\"name\": \"train\", \"ratio\": 0.8}}.");
        return new TrainingSetSplit(part.Name ?? string.Empty) { Ratio = part.Ratio, Before = ToTime($"'before' of the split '{part.Name}'", part.Before) };
    }

    private static FeatureStoreException Refuse(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);
}
