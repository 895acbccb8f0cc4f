namespace Ingestion.Events;

/// <summary>Which stores an event goes to. Part of the stored event.</summary>
[Flags]
internal enum EventTargets : byte
{
    None = 0,
    Online = 1,
    Offline = 2,
    Both = Online | Offline,
}
