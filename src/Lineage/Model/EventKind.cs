namespace Lineage.Model;

/// <summary>The three kinds of OpenLineage events. Numbers are stable: they are stored.</summary>
public enum EventKind
{
    /// <summary>About a run of a job.</summary>
    Run = 0,

    /// <summary>About a job without a run: declared lineage.</summary>
    Job = 1,

    /// <summary>About a dataset alone.</summary>
    Dataset = 2,
}
