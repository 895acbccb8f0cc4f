namespace Lineage.Model;

/// <summary>A job with what it reads and writes.</summary>
/// <param name="Record">The job.</param>
/// <param name="Inputs">Shown names of what any run has read or the job declares to read, sorted.</param>
/// <param name="Outputs">Shown names of what any run has written or the job declares to write, sorted.</param>
public sealed record JobInfo(JobRecord Record, IReadOnlyList<DatasetId> Inputs, IReadOnlyList<DatasetId> Outputs);
