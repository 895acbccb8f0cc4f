namespace Catalog.Client;

/// <summary>What a training set is to be like, beside its rows and features.</summary>
public sealed record HistoricalFeaturesOptions
{
    /// <summary>Keep the training set on the server under this name. Null, the default: nothing stays there but the record of the run once the job is disposed.</summary>
    public string? Name { get; init; }

    /// <summary>Replace a training set of that <see cref="Name"/>. Default: that is refused with the code <c>training-set-exists</c>. Without a name it is an <see cref="ArgumentException"/>.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Column of the frame with the time that each row is asked for. Default: <c>event_timestamp</c>.</summary>
    public string? TimestampColumn { get; init; }

    /// <summary>Name the columns <c>view__feature</c> instead of <c>feature</c>. Default: false.</summary>
    public bool FullFeatureNames { get; init; }

    /// <summary>Use only rows that had arrived by this time. Null, the default: when the training set is asked for.</summary>
    public DateTimeOffset? AsKnownAt { get; init; }

    /// <summary>Use for each row only what had arrived by that row's own time. Default: false.</summary>
    public bool AsKnownAtEntityTime { get; init; }

    /// <summary>What a reader of the kept training set gets who asks for no format. Default: Parquet.</summary>
    public DatasetFormat Format { get; init; }

    /// <summary>Divide the rows into parts. Null, the default: they are not divided.</summary>
    public SplitOptions? Splits { get; init; }

    /// <summary>Is told how much of the frame has been sent, in bytes.</summary>
    public IProgress<CatalogProgress>? Progress { get; init; }
}
