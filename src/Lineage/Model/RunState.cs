namespace Lineage.Model;

/// <summary>
/// State of a run. The values are ordered: of all the events of a run the one that says the greatest state wins, whenever it arrives.
/// A failure stands although the producer reports completion as well, as Spark does for a failed write.
/// Numbers are stable: they are stored.
/// </summary>
public enum RunState
{
    /// <summary>Known, but nothing says that it has started.</summary>
    New = 0,

    /// <summary>Started and not ended.</summary>
    Running = 1,

    /// <summary>Ended well.</summary>
    Completed = 2,

    /// <summary>Ended because somebody asked for it.</summary>
    Aborted = 3,

    /// <summary>Ended by a failure.</summary>
    Failed = 4,
}
