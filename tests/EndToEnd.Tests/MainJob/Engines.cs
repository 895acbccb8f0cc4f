namespace EndToEnd.Tests.MainJob;

/// <summary>What the product keeps its data in.</summary>
public enum Engines
{
    /// <summary>Files of its own, as it does by default.</summary>
    Embedded,

    /// <summary>Redis as online store, the rest embedded.</summary>
    Redis,

    /// <summary>PostgreSQL, Redis and Kafka.</summary>
    All,
}
