using Catalog.Core.Values;
using Lineage.Graph;
using Lineage.Ingest;
using Lineage.Model;
using Lineage.Ports;
using Lineage.Runs;

namespace Conformance.Lineage;

/// <summary>The ports over lists in memory, written for plainness: the oracle of the suites and the store of fast tests.</summary>
public sealed class ReferenceStore : LineageStores, ILineageStore, IRunStore, ILineageGraphStore, ILineageCatalogStore
{
    private readonly Lock _lock = new();
    private readonly List<(LineageEvent Event, StoredEvent Stored)> _events = [];
    private readonly Dictionary<Guid, RunProgress> _progress = [];
    private LineageChanges _state = new();

    public override ILineageStore Events => this;

    public override IRunStore Runs => this;

    public override ILineageGraphStore Graph => this;

    public override ILineageCatalogStore Catalog => this;

    /// <summary>Every progress that was saved, in order.</summary>
    public List<RunProgress> SavedProgress { get; } = [];

    /// <summary>Thrown by the next writes until set to null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many calls <see cref="Failure"/> has met.</summary>
    public int Refused { get; private set; }

    /// <summary>Number of events kept.</summary>
    public int EventCount
    {
        get
        {
            lock (_lock)
            {
                return _events.Count;
            }
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<IReadOnlyList<bool>> AppendAsync(IReadOnlyList<LineageEvent> events, Instant receivedAt, CancellationToken cancellationToken)
    {
        ThrowFailure();
        lock (_lock)
        {
            var added = new List<bool>();
            foreach (var next in events)
            {
                var fresh = !_events.Exists(known => known.Event.Hash.AsSpan().SequenceEqual(next.Hash));
                added.Add(fresh);
                if (fresh)
                {
                    _events.Add((next, new StoredEvent(_events.Count + 1, next.Kind, next.EventType, next.EventTime, receivedAt, next.Body)));
                }
            }

            _state = LineageChanges.Of(_events.Select(known => known.Event));
            return Task.FromResult<IReadOnlyList<bool>>(added);
        }
    }

    public Task<EventPage> ListEventsAsync(EventFilter filter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var all = _events
                .Where(known => known.Stored.Sequence > filter.AfterSequence && (filter.RunId is null || known.Event.RunId == filter.RunId))
                .Select(known => known.Stored)
                .ToList();
            var page = all.Take(filter.Limit).ToList();
            return Task.FromResult(new EventPage(page, all.Count > page.Count ? page[^1].Sequence : null));
        }
    }

    public Task<long> PruneEventsAsync(Instant before, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var pruned = 0L;
            for (var i = 0; i < _events.Count; i++)
            {
                if (_events[i].Stored is { Body: not null } stored && stored.EventTime < before)
                {
                    _events[i] = (_events[i].Event, stored with { Body = null });
                    pruned++;
                }
            }

            return Task.FromResult(pruned);
        }
    }

    public Task<StoredRunPage> ListRunsAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var cursor = filter.Cursor is null ? (RunCursor?)null : RunCursor.Parse(filter.Cursor);
            var all = _state.Runs
                .Where(run => Matches(run, filter))
                .OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Key)
                .Where(run => cursor is null || run.SortTime <= cursor.Value.Time)
                .Skip(cursor?.Skip ?? 0)
                .ToList();
            var page = all.Take(filter.Limit).ToList();
            var next = all.Count > page.Count ? RunCursor.Behind([.. page.Select(run => run.SortTime)], cursor) : (RunCursor?)null;
            return Task.FromResult(new StoredRunPage([.. page.Select(Store)], next));
        }
    }

    public Task<IReadOnlyList<StoredRun>> FindRunsAsync(Guid runId, CancellationToken cancellationToken)
    {
        ThrowFailure();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredRun>>([.. _state.Runs
                .Where(run => run.Id.RunId == runId)
                .OrderBy(run => run.SortTime).ThenBy(run => run.Key)
                .Select(Store)]);
        }
    }

    public Task<IReadOnlyDictionary<JobId, StoredRun>> FindLatestRunsAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<JobId, StoredRun>>(_state.Runs
                .Where(run => jobs.Contains(run.Id.Job))
                .GroupBy(run => run.Id.Job)
                .ToDictionary(group => group.Key, group => Store(group.OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Key).First())));
        }
    }

    public Task<IReadOnlyList<RunDatasetRecord>> ListRunDatasetsAsync(RunKey run, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<RunDatasetRecord>>([.. _state.RunDatasets
                .Where(use => use.Run == run)
                .OrderBy(use => use.Direction)
                .ThenBy(use => use.Dataset.Namespace, StringComparer.Ordinal).ThenBy(use => use.Dataset.Name, StringComparer.Ordinal)]);
        }
    }

    public Task<IReadOnlyDictionary<RunState, long>> CountRunsAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<RunState, long>>(_state.Runs
                .Where(run => Matches(run, new RunFilter { Kind = filter.Kind, Domain = filter.Domain }))
                .GroupBy(run => run.State)
                .ToDictionary(group => group.Key, group => group.LongCount()));
        }
    }

    public Task SaveProgressAsync(RunKey run, RunProgress progress, CancellationToken cancellationToken)
    {
        ThrowFailure();
        lock (_lock)
        {
            SavedProgress.Add(progress);
            _progress[run.Key] = progress;
            return Task.CompletedTask;
        }
    }

    public Task<IReadOnlyDictionary<NodeKey, NodeInfo>> FindNodesAsync(IReadOnlyCollection<NodeKey> keys, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var shown = Shown();
            var nodes = new Dictionary<NodeKey, NodeInfo>();
            foreach (var dataset in _state.Datasets.Where(dataset => keys.Contains(dataset.Id.Key)))
            {
                var info = Describe(shown[dataset.Id], shown);
                nodes[dataset.Id.Key] = new NodeInfo(info.Id.Key, NodeKind.Dataset, info.Id.Namespace, info.Id.Name, info.Seen, null);
            }

            foreach (var job in _state.Jobs.Where(job => keys.Contains(job.Id.Key)))
            {
                var latest = _state.Runs.Where(run => run.Id.Job == job.Id).OrderByDescending(run => run.SortTime).ThenByDescending(run => run.Key);
                nodes[job.Id.Key] = new NodeInfo(
                    job.Id.Key, NodeKind.Job, job.Id.Namespace, job.Id.Name, job.Seen, latest.Select(run => (RunState?)run.State).FirstOrDefault());
            }

            return Task.FromResult<IReadOnlyDictionary<NodeKey, NodeInfo>>(nodes);
        }
    }

    public Task<IReadOnlyList<NodeEdge>> ListEdgesAsync(
        IReadOnlyCollection<NodeKey> nodes, LineageDirection direction, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<NodeEdge>>([.. AllEdges()
                .Where(edge => nodes.Contains(direction == LineageDirection.Upstream ? edge.To : edge.From))
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAsync(
        IReadOnlyCollection<ColumnKey> columns, LineageDirection direction, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var datasets = columns.Select(column => column.Dataset).ToHashSet();
            return Task.FromResult<IReadOnlyList<ColumnNodeEdge>>([.. AllColumnEdges()
                .Where(edge => direction == LineageDirection.Upstream
                    ? columns.Contains(edge.To) || (edge.To.Column.Length == 0 && datasets.Contains(edge.To.Dataset))
                    : columns.Contains(edge.From) || columns.Contains(edge.From with { Column = string.Empty }))
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<ColumnNodeEdge>> ListColumnEdgesAmongAsync(
        IReadOnlyCollection<NodeKey> datasets, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ColumnNodeEdge>>([.. AllColumnEdges()
                .Where(edge => datasets.Contains(edge.From.Dataset) && datasets.Contains(edge.To.Dataset))
                .Take(limit)]);
        }
    }

    public Task<IReadOnlyList<NamespaceInfo>> ListNamespacesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<NamespaceInfo>>([.. _state.Datasets.Select(dataset => (dataset.Id.Namespace, dataset.Seen))
                .Concat(_state.Jobs.Select(job => (job.Id.Namespace, job.Seen)))
                .GroupBy(row => row.Namespace, row => row.Seen)
                .Select(group => new NamespaceInfo(group.Key, group.Aggregate((all, next) => all.Merge(next))))
                .OrderBy(space => space.Name, StringComparer.Ordinal)]);
        }
    }

    public Task<NamedPage<DatasetInfo>> ListDatasetsAsync(string? space, int offset, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var shown = Shown();
            var all = shown.Values.Distinct()
                .Where(id => space is null || id.Namespace == space)
                .OrderBy(id => id.Namespace, StringComparer.Ordinal).ThenBy(id => id.Name, StringComparer.Ordinal)
                .ToList();
            return Task.FromResult(new NamedPage<DatasetInfo>([.. all.Skip(offset).Take(limit).Select(id => Describe(id, shown))], all.Count));
        }
    }

    public Task<DatasetInfo?> FindDatasetAsync(DatasetId dataset, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var shown = Shown();
            return Task.FromResult(shown.TryGetValue(dataset, out var id) ? Describe(id, shown) : null);
        }
    }

    public Task<IReadOnlyDictionary<DatasetId, DatasetInfo>> FindDatasetsAsync(
        IReadOnlyCollection<DatasetId> datasets, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var shown = Shown();
            return Task.FromResult<IReadOnlyDictionary<DatasetId, DatasetInfo>>(datasets.Distinct()
                .Where(shown.ContainsKey)
                .ToDictionary(id => id, id => Describe(shown[id], shown)));
        }
    }

    public Task<IReadOnlyList<SchemaRecord>> ListSchemasAsync(DatasetId dataset, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var shown = Shown();
            return Task.FromResult<IReadOnlyList<SchemaRecord>>(!shown.TryGetValue(dataset, out var id) ? [] : [.. _state.Schemas
                .Where(schema => shown[schema.Dataset] == id)
                .OrderBy(schema => schema.Dataset.Namespace, StringComparer.Ordinal).ThenBy(schema => schema.Dataset.Name, StringComparer.Ordinal)
                .GroupBy(schema => schema.Content)
                .Select(group => group.Aggregate((all, next) => all.Merge(next)))
                .OrderByDescending(schema => schema.Stamp).ThenBy(schema => schema.Content)]);
        }
    }

    public Task<NamedPage<JobInfo>> ListJobsAsync(string? space, int offset, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var all = _state.Jobs
                .Where(job => space is null || job.Id.Namespace == space)
                .OrderBy(job => job.Id.Namespace, StringComparer.Ordinal).ThenBy(job => job.Id.Name, StringComparer.Ordinal)
                .ToList();
            return Task.FromResult(new NamedPage<JobInfo>([.. all.Skip(offset).Take(limit).Select(Describe)], all.Count));
        }
    }

    public Task<IReadOnlyDictionary<JobId, JobInfo>> FindJobsAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<JobId, JobInfo>>(
                _state.Jobs.Where(job => jobs.Contains(job.Id)).ToDictionary(job => job.Id, Describe));
        }
    }

    public Task<JobInfo?> FindJobAsync(JobId job, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var record = _state.Jobs.Find(job.Key.Value);
            return Task.FromResult(record is null ? null : Describe(record));
        }
    }

    private void ThrowFailure()
    {
        if (Failure is { } failure)
        {
            Refused++;
            throw failure;
        }
    }

    private bool Matches(RunRecord run, RunFilter filter)
    {
        var description = RunDescription.Of(run.Facets);
        var shown = Shown();
        return (filter.State is null || run.State == filter.State)
            && (filter.Kind is null || description.Kind == filter.Kind)
            && (filter.Domain is null || description.Domain == filter.Domain)
            && (filter.Job is null || run.Id.Job == filter.Job)
            && (filter.Dataset is not { } dataset || (shown.TryGetValue(dataset, out var id)
                && _state.RunDatasets.Any(use => use.Run == run.Id && shown[use.Dataset] == id && (filter.Direction is null || use.Direction == filter.Direction))));
    }

    private StoredRun Store(RunRecord run) => new(
        run, (_state.Jobs.Find(run.Id.Job.Key.Value) ?? throw new InvalidOperationException("A run without its job.")).Facets, _progress.GetValueOrDefault(run.Key));

    private IReadOnlyDictionary<DatasetId, DatasetId> Shown()
    {
        var links = _state.Datasets
            .Where(dataset => dataset.Facets.Find("symlinks") is not null)
            .SelectMany(dataset => SymlinksFacetReader.Read(dataset.Facets.Find("symlinks") ?? string.Empty).Select(link => (dataset.Id, link)))
            .ToList();
        return AliasResolver.Resolve([.. _state.Datasets.Select(dataset => dataset.Id)], links);
    }

    private Dictionary<NodeKey, NodeKey> ShownKeys() => Shown().ToDictionary(pair => pair.Key.Key, pair => pair.Value.Key);

    private List<NodeEdge> AllEdges()
    {
        var shown = ShownKeys();
        NodeKey Show(EdgeEnd end) => shown.GetValueOrDefault(end.Key, end.Key);
        return [.. _state.Edges.Select(edge => new NodeEdge(Show(edge.From), Show(edge.To), edge.Seen.Last, false))
            .Concat(_state.Declarations.SelectMany(set => set.Edges).Select(edge => new NodeEdge(Show(edge.From), Show(edge.To), null, true)))
            .Where(edge => edge.From != edge.To)
            .GroupBy(edge => (edge.From, edge.To))
            .Select(group => new NodeEdge(group.Key.From, group.Key.To, group.Max(edge => edge.LastSeen), group.Any(edge => edge.Declared)))];
    }

    private IEnumerable<ColumnNodeEdge> AllColumnEdges()
    {
        var shown = ShownKeys();
        return _state.Columns.SelectMany(set => set.Edges.Select(edge => new ColumnNodeEdge(
            new ColumnKey(shown[edge.Input.Key], edge.InputColumn),
            new ColumnKey(shown[set.Dataset.Key], edge.Column),
            set.Job?.Key,
            edge.Indirect,
            edge.Subtype,
            edge.Masked,
            edge.Description))).Distinct();
    }

    private DatasetInfo Describe(DatasetId id, IReadOnlyDictionary<DatasetId, DatasetId> shown)
    {
        var names = _state.Datasets
            .Where(dataset => shown[dataset.Id] == id)
            .OrderBy(name => name.Id.Namespace, StringComparer.Ordinal).ThenBy(name => name.Id.Name, StringComparer.Ordinal)
            .ToList();
        var schema = _state.Schemas.Where(row => shown[row.Dataset] == id).OrderByDescending(row => row.Stamp).ThenBy(row => row.Content).FirstOrDefault();
        return new DatasetInfo(
            id,
            [.. names.Select(name => name.Id)],
            names.Select(name => name.Seen).Aggregate((all, next) => all.Merge(next)),
            names.Select(name => name.Facets).Aggregate((all, next) => all.Merge(next)),
            schema is null ? null : schema with { Dataset = id });
    }

    private JobInfo Describe(JobRecord job)
    {
        var shown = Shown();
        var datasets = shown.Values.Distinct().ToDictionary(id => id.Key);
        IReadOnlyList<DatasetId> Ends(Func<NodeEdge, NodeKey> job_, Func<NodeEdge, NodeKey> other) => [.. AllEdges()
            .Where(edge => job_(edge) == job.Id.Key && datasets.ContainsKey(other(edge)))
            .Select(edge => datasets[other(edge)])
            .OrderBy(id => id.Namespace, StringComparer.Ordinal).ThenBy(id => id.Name, StringComparer.Ordinal)];
        return new JobInfo(job, Ends(edge => edge.To, edge => edge.From), Ends(edge => edge.From, edge => edge.To));
    }
}
