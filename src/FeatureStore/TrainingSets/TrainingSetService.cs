using System.Globalization;
using System.Text;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>Makes, lists and removes training sets, for every door alike; <see cref="TrainingSetReader"/> reads them. Thread-safe.</summary>
public sealed class TrainingSetService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>So that a name has room for the time, for <see cref="TrainingSetRequest.TemporaryPrefix"/>, and for what a rebuild adds.</summary>
    private const int LongestSubject = 60;

    /// <summary>Of the random end of an id, where a name needs them.</summary>
    private const int IdDigits = 8;

    private readonly ITrainingSetStore _store;
    private readonly TrainingSetFiles _files;
    private readonly TrainingSetChecker _checker;
    private readonly TrainingSetRunner _runner;
    private readonly TimeProvider _clock;

    internal TrainingSetService(ITrainingSetStore store, TrainingSetFiles files, TrainingSetChecker checker, TrainingSetRunner runner, TimeProvider clock)
        => (_store, _files, _checker, _runner, _clock) = (store, files, checker, runner, clock);

    /// <summary>Receives an entity frame, which may be checked and then used for one training set. Dispose it in any case.</summary>
    /// <param name="name">File name; its extension says the format: <c>.csv</c>, <c>.csv.gz</c>, <c>.parquet</c>, <c>.json</c>, <c>.ndjson</c>, or <c>.arrows</c> for an Arrow stream, which is kept as Parquet.</param>
    /// <param name="content">The bytes.</param>
    /// <param name="cancellationToken">Stops the receiving; nothing is left behind.</param>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> for an unknown extension and an Arrow stream that cannot be read, <see cref="FeatureStoreErrorCode.TooLarge"/> beyond the limit.
    /// </exception>
    public Task<SpooledFrame> ReceiveFrameAsync(string name, Stream content, CancellationToken cancellationToken)
        => _files.ReceiveAsync(Guid.CreateVersion7(_clock.GetUtcNow()), name, content, cancellationToken);

    /// <summary>
    /// The columns of a frame, with the type each would be read as. A CSV file is read to its end to find that out, so a caller who asks more than once
    /// keeps the answer.
    /// </summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.InvalidEntityFrame"/> when it cannot be read; the message says where.</exception>
    public Task<IReadOnlyList<TableColumn>> GetFrameColumnsAsync(SpooledFrame frame, CancellationToken cancellationToken)
        => _checker.ReadColumnsAsync(frame, cancellationToken);

    /// <summary>
    /// Everything that is wrong with a request, in its order and from memory; empty when <see cref="CreateAsync"/> would take it, unless its name is taken or
    /// a value of the frame cannot be read.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="frameColumns">Names of the frame's columns; null leaves out what depends on them, unless the request has a range.</param>
    public IReadOnlyList<TrainingSetFinding> Validate(TrainingSetRequest request, IReadOnlyCollection<string>? frameColumns)
        => _checker.Check(request, frameColumns);

    /// <summary>The keys that the definition needs of a frame and the feature columns that it gives, by the definitions in force; without those that are wrong.</summary>
    public TrainingSetOutline Outline(TrainingSetDefinition definition) => _checker.Outline(definition);

    /// <summary>Records the training set and builds it in the background; the result says under which name and run.</summary>
    /// <param name="request">What it is to hold.</param>
    /// <param name="frame">The entity frame; null when the request has a range.</param>
    /// <param name="cancellationToken">Stops the checks.</param>
    /// <exception cref="FeatureStoreException">
    /// The request is wrong: one exception with all errors in its parts. <see cref="FeatureStoreErrorCode.TrainingSetExists"/> when the name is taken.
    /// </exception>
    public async Task<TrainingSet> CreateAsync(TrainingSetRequest request, SpooledFrame? frame, CancellationToken cancellationToken)
    {
        FreeText.Check("requestedBy", request.RequestedBy);
        var errors = await _checker.CheckAsync(request, frame, cancellationToken).ConfigureAwait(false);
        if (errors.Count > 0)
        {
            throw FeatureStoreException.Combine(errors);
        }

        var now = Instant.Now(_clock);
        var taken = frame ?? _files.Reserve(Guid.CreateVersion7(_clock.GetUtcNow()), $"{request.Definition.Range}");
        using var made = frame is null ? taken : null;
        var set = new TrainingSet
        {
            Id = taken.Id,
            Name = request.Name ?? MakeName(request, now),
            Definition = request.Definition with { FrameName = taken.Name },
            State = TrainingSetState.Queued,
            CreatedAt = now,
            RequestedBy = request.RequestedBy,
            KeptFor = request.KeptFor,
            PandasMetadata = frame?.Metadata.GetValueOrDefault("pandas"),
        };
        (set, var removed) = await AddAsync(set, request, cancellationToken).ConfigureAwait(false);
        taken.Take();
        _runner.Enqueue(set.Id);
        foreach (var former in removed)
        {
            _files.Delete(former.Id);
        }

        return set;
    }

    /// <summary>Training sets, newest first.</summary>
    /// <param name="before">The last id of the page before; null for the first page.</param>
    /// <param name="count">The most to return.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<TrainingSet>> ListAsync(Guid? before, int count, CancellationToken cancellationToken)
        => _store.ListAsync(before, count, cancellationToken);

    /// <summary>How many there are, however far each is.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => _store.CountAsync(cancellationToken);

    /// <summary>The complete training set of that name, otherwise the newest of that name; null when there is none.</summary>
    public Task<TrainingSet?> FindAsync(string name, CancellationToken cancellationToken) => _store.FindAsync(name, cancellationToken);

    /// <summary>The training set of that id, which is the id of its run; null when there is none.</summary>
    public Task<TrainingSet?> FindAsync(Guid id, CancellationToken cancellationToken) => _store.FindAsync(id, cancellationToken);

    /// <summary>The training set of that name that was asked for last, however far it is; null when there is none.</summary>
    public async Task<TrainingSet?> FindNewestAsync(string name, CancellationToken cancellationToken)
        => (await _store.ListNamedAsync(name, cancellationToken).ConfigureAwait(false)).LastOrDefault(set => set.Name == name);

    /// <summary>Waits until a training set is complete; it may be built by any process.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>; what it failed with; <see cref="FeatureStoreErrorCode.TrainingSetNotComplete"/> when it was cancelled.</exception>
    public async Task<TrainingSet> WaitAsync(TrainingSet asked, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; pause = pause < LongestPause ? 2 * pause : pause)
        {
            var set = await _store.FindAsync(asked.Id, cancellationToken).ConfigureAwait(false) ?? throw TrainingSetRecords.NotFound(asked.Name);
            if (set.HasEnded)
            {
                return set.State == TrainingSetState.Completed ? set : throw TrainingSetRecords.Failed(set);
            }

            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the building of the training set of that name.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>, or <see cref="FeatureStoreErrorCode.RunEnded"/> when none of that name is being built.</exception>
    public async Task CancelAsync(string name, CancellationToken cancellationToken)
    {
        var unfinished = await _store.ListUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        var set = unfinished.FirstOrDefault(set => set.Name == name) ?? await _store.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw TrainingSetRecords.NotFound(name);
        await CancelAsync(set.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stops the building.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.TrainingSetNotFound"/> or <see cref="FeatureStoreErrorCode.RunEnded"/>.</exception>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        var set = await _store.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new FeatureStoreException(FeatureStoreErrorCode.TrainingSetNotFound, $"There is no training set with the id '{id}'.");
        if (set.HasEnded)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.RunEnded, EndedRun.Refuse($"building of training set '{set.Name}'", set.EndedAt, set.State));
        }

        await _runner.CancelAsync(set, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes a training set with its file; one that is being built is stopped.</summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.TrainingSetNotFound"/>.</exception>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var removed = await _store.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
        if (removed.Count == 0)
        {
            throw TrainingSetRecords.NotFound(name);
        }

        foreach (var set in removed)
        {
            // One that is being built here removes its own files when it has stopped.
            if (set.HasEnded || !await _runner.StopRemovedAsync(set.Id, cancellationToken).ConfigureAwait(false))
            {
                _files.Delete(set.Id);
            }
        }
    }

    /// <summary>Records it. A name that nobody asked for gets some digits more when another request has made the same in that millisecond.</summary>
    private async Task<(TrainingSet Set, IReadOnlyList<TrainingSet> Removed)> AddAsync(TrainingSet set, TrainingSetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return (set, await _store.AddAsync(set, request.Overwrite, cancellationToken).ConfigureAwait(false));
        }
        catch (FeatureStoreException exception) when (exception.ErrorCode == FeatureStoreErrorCode.TrainingSetExists && request.Name is null)
        {
            var other = set with { Name = $"{set.Name}-{set.Id.ToString("N")[^IdDigits..]}" };
            return (other, await _store.AddAsync(other, request.Overwrite, cancellationToken).ConfigureAwait(false));
        }
    }

    private static string MakeName(TrainingSetRequest request, Instant now)
    {
        var definition = request.Definition;
        var subject = definition.FeatureService ?? definition.Features[0].Split(':', '@')[0];
        return new StringBuilder(request.KeptFor is null ? null : TrainingSetRequest.TemporaryPrefix)
            .Append(subject[..Math.Min(subject.Length, LongestSubject)].ToLowerInvariant())
            .Append(now.ToDateTime().ToString("'-'yyyyMMdd'-'HHmmss'-'fff", CultureInfo.InvariantCulture))
            .ToString();
    }
}
