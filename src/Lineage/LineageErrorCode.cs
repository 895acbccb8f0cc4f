namespace Lineage;

/// <summary>Stable codes of <see cref="LineageException"/>; spelled in kebab case at every door.</summary>
public enum LineageErrorCode
{
    /// <summary>A cursor was not given out by the list that it is sent to.</summary>
    InvalidCursor,

    /// <summary>A node id cannot be read.</summary>
    InvalidNodeId,

    /// <summary>No dataset, job or column with the id is known.</summary>
    NodeNotFound,

    /// <summary>A depth, limit or offset lies outside of its range.</summary>
    OutOfRange,

    /// <summary>The run is carried out already, by this process or by another one that runs.</summary>
    RunInProgress,

    /// <summary>The run has ended and cannot be ended again.</summary>
    RunEnded,

    /// <summary>An event cannot be understood, or the module is strict and it departs from the standard.</summary>
    InvalidEvent,

    /// <summary>The start of a run lacks something or names it wrongly.</summary>
    InvalidRun,
}
