using Lineage.Model;

namespace Lineage.Ingest;

/// <summary>Turns one event into records. Used once.</summary>
internal sealed class EventInterpreter(LineageEvent source, LineageChanges changes)
{
    private readonly SeenSpan _seen = SeenSpan.At(source.EventTime);
    private readonly FacetMap _noFacets = FacetMap.Empty;

    public void Interpret()
    {
        switch (source.Kind)
        {
            case EventKind.Run when source.Run is { } run:
                InterpretRun(run);
                break;
            case EventKind.Job when source.Job is { } job:
                InterpretJob(job);
                break;
            case EventKind.Dataset when source.Dataset is { } dataset:
                InterpretDataset(dataset);
                break;
            default:
                throw new ArgumentException($"A {source.Kind} event without its {source.Kind} did not come from the parser.");
        }
    }

    private void InterpretRun(RunKey run)
    {
        AddJob(run.Job);
        var lineage = ReadJobLineage(run.Job);
        AddDatasets(run.Job, lineage);
        var named = source.Inputs.Count + source.Outputs.Count > 0;
        changes.Runs.Add(new RunRecord
        {
            Id = run,
            State = StateOf(source.EventType),
            StartedAt = source.EventType == "START" ? source.EventTime : null,
            EndedAt = StateOf(source.EventType).IsTerminal() ? source.EventTime : null,
            Seen = _seen,
            LastDatasetsAt = named ? source.EventTime : null,
            Facets = FacetMap.Of(source.RunFacets, source.Stamp),
        });
        AddUses(run, source.Inputs, DatasetDirection.Input);
        AddUses(run, source.Outputs, DatasetDirection.Output);
        foreach (var edge in EdgesOf(run.Job, lineage))
        {
            changes.Edges.Add(new EdgeRecord(edge.From, edge.To, _seen));
        }
    }

    private void InterpretJob(JobId job)
    {
        AddJob(job);
        var lineage = ReadJobLineage(job);
        AddDatasets(job, lineage);
        changes.Declarations.Add(new DeclaredLineage(job.Key, source.Stamp, [.. EdgesOf(job, lineage).Distinct()]));
    }

    private void InterpretDataset(EventDataset dataset)
    {
        AddDataset(dataset);
        if (dataset.Facets.GetValueOrDefault("lineage") is not { } facet)
        {
            AddColumns(null, dataset);
            return;
        }

        var lineage = LineageFacetReader.ReadDataset(facet, dataset.Id);
        AddMentions(lineage);
        changes.Declarations.Add(new DeclaredLineage(dataset.Id.Key, source.Stamp, [.. lineage.Edges.Distinct()]));
        if (lineage.Columns.TryGetValue(dataset.Id, out var columns))
        {
            AddColumns(null, dataset.Id, columns);
        }
        else
        {
            AddColumns(null, dataset);
        }
    }

    private FacetLineage? ReadJobLineage(JobId job)
    {
        if (source.JobFacets.GetValueOrDefault("lineage") is not { } facet)
        {
            return null;
        }

        var lineage = LineageFacetReader.ReadJob(facet, job);
        AddMentions(lineage);
        foreach (var (dataset, edges) in lineage.Columns)
        {
            AddColumns(job, dataset, edges);
        }

        return lineage;
    }

    private void AddDatasets(JobId job, FacetLineage? lineage)
    {
        foreach (var dataset in source.Inputs)
        {
            AddDataset(dataset);
        }

        foreach (var dataset in source.Outputs)
        {
            AddDataset(dataset);
            if (lineage?.Columns.ContainsKey(dataset.Id) != true)
            {
                AddColumns(job, dataset);
            }
        }
    }

    private void AddJob(JobId job) => changes.Jobs.Add(new JobRecord(job, _seen, FacetMap.Of(source.JobFacets, source.Stamp)));

    private void AddDataset(EventDataset dataset)
    {
        changes.Datasets.Add(new DatasetRecord(dataset.Id, _seen, FacetMap.Of(dataset.Facets, source.Stamp)));
        if (dataset.Facets.GetValueOrDefault("schema") is { } schema && SchemaFacetReader.Read(schema) is { } read)
        {
            changes.Schemas.Add(new SchemaRecord(dataset.Id, read.Content, _seen, source.Stamp, read.Fields));
        }

        if (dataset.Facets.GetValueOrDefault("symlinks") is { } symlinks)
        {
            foreach (var symlink in SymlinksFacetReader.Read(symlinks))
            {
                AddMention(symlink.Target);
            }
        }
    }

    private void AddColumns(JobId? job, EventDataset dataset)
    {
        if (dataset.Facets.TryGetValue("columnLineage", out var facet))
        {
            var edges = facet is null ? [] : ColumnLineageFacetReader.Read(facet);
            AddColumns(job, dataset.Id, edges);
        }
    }

    private void AddColumns(JobId? job, DatasetId dataset, IReadOnlyList<ColumnEdge> edges)
    {
        foreach (var edge in edges)
        {
            AddMention(edge.Input);
        }

        changes.Columns.Add(new ColumnLineage(job, dataset, source.Stamp, edges));
    }

    private void AddMention(DatasetId dataset) => changes.Datasets.Add(new DatasetRecord(dataset, _seen, _noFacets));

    private void AddMentions(FacetLineage lineage)
    {
        foreach (var dataset in lineage.Datasets)
        {
            AddMention(dataset);
        }

        foreach (var job in lineage.Jobs)
        {
            changes.Jobs.Add(new JobRecord(job, _seen, _noFacets));
        }
    }

    private void AddUses(RunKey run, IReadOnlyList<EventDataset> datasets, DatasetDirection direction)
    {
        foreach (var dataset in datasets)
        {
            var facets = FacetMap.Of(dataset.DirectionFacets, source.Stamp);
            changes.RunDatasets.Add(new RunDatasetRecord(run, dataset.Id, direction, _seen, facets));
        }
    }

    /// <summary>The edges of the lineage facet where there is one: then inputs and outputs only say what was touched.</summary>
    private IEnumerable<DeclaredEdge> EdgesOf(JobId job, FacetLineage? lineage)
    {
        var end = EdgeEnd.Of(job);
        return lineage?.Edges ?? source.Inputs.Select(dataset => new DeclaredEdge(EdgeEnd.Of(dataset.Id), end))
            .Concat(source.Outputs.Select(dataset => new DeclaredEdge(end, EdgeEnd.Of(dataset.Id))));
    }

    private static RunState StateOf(string eventType) => eventType switch
    {
        "START" or "RUNNING" => RunState.Running,
        "COMPLETE" => RunState.Completed,
        "ABORT" => RunState.Aborted,
        "FAIL" => RunState.Failed,
        _ => RunState.New,
    };
}
