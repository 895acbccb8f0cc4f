namespace Ingestion.Events;

/// <summary>Which stores an event goes to. Part of the stored event.</summary>
[Flags]
public enum EventTargets
{
    /// <summary>No store; the event is only in the log.</summary>
    None = 0,

    /// <summary>The online store.</summary>
    Online = 1,

    /// <summary>The offline store.</summary>
    Offline = 2,

    /// <summary>Both, as for every event of a file.</summary>
    Both = Online | Offline,
}
