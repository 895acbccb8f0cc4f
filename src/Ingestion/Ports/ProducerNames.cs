namespace Ingestion.Ports;

/// <summary>What the name of a producer tells the event log.</summary>
public static class ProducerNames
{
    /// <summary>
    /// Begins the name of a producer that appends once and may be forgotten some time later, such as <c>push:</c> and an idempotency key. A log remembers only the newest of these.
    /// The marks of all other producers, such as files, are kept for ever.
    /// </summary>
    public const string PushPrefix = "push:";
}
