namespace Ingestion.Pipelines;

/// <summary>What the writer of a view is doing.</summary>
public enum PipelineState
{
    /// <summary>It was asked for and has not opened its stores yet.</summary>
    Starting,

    /// <summary>It reads the log and writes.</summary>
    Running,

    /// <summary>It failed and tries again after a pause.</summary>
    Failing,
}
