using Catalog.Core.Events;
using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Persistence.Lineage.Entities;

internal sealed class RunEntity : IRow<RunRecord>
{
    public Guid Id { get; set; }

    public Guid RunId { get; set; }

    public Guid JobId { get; set; }

    public RunState State { get; set; }

    public Instant? StartedAt { get; set; }

    public Instant? EndedAt { get; set; }

    public Instant FirstSeen { get; set; }

    public Instant LastSeen { get; set; }

    public Instant? LastDatasetsAt { get; set; }

    public Instant SortTime { get; set; }

    /// <summary>From the facets, so that lists can be filtered by it.</summary>
    public RunKind? Kind { get; set; }

    /// <summary>From the facets, so that lists can be filtered by it.</summary>
    public string? Domain { get; set; }

    public string Facets { get; set; } = string.Empty;

    public RunRecord Read(RunRecord identity) => Read(identity.Id.Job);

    public RunRecord Read(JobId job) => new()
    {
        Id = new RunKey(RunId, job),
        State = State,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Seen = new SeenSpan(FirstSeen, LastSeen),
        LastDatasetsAt = LastDatasetsAt,
        Facets = FacetMap.Parse(Facets),
    };

    public void Write(RunRecord record)
    {
        var description = RunDescription.Of(record.Facets);
        RunId = record.Id.RunId;
        JobId = record.Id.Job.Key.Value;
        State = record.State;
        StartedAt = record.StartedAt;
        EndedAt = record.EndedAt;
        FirstSeen = record.Seen.First;
        LastSeen = record.Seen.Last;
        LastDatasetsAt = record.LastDatasetsAt;
        SortTime = record.SortTime;
        Kind = description.Kind;
        Domain = description.Domain;
        Facets = record.Facets.ToJson();
    }
}
