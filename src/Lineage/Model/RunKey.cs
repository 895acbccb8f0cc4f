namespace Lineage.Model;

/// <summary>
/// Identity of a run. Producers do repeat run ids across jobs (made from a logical date, for example), so the id alone would merge
/// the lineage of jobs that have nothing in common.
/// </summary>
/// <param name="RunId">The id that the producer gave.</param>
/// <param name="Job">The job that ran.</param>
public readonly record struct RunKey(Guid RunId, JobId Job)
{
    /// <summary>Key of the run in the stores.</summary>
    public Guid Key => NodeKey.Derive("run", RunId.ToString("N"), Job.Namespace, Job.Name);
}
