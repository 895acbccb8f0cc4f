using Ingestion.Kafka.Payloads;

namespace Ingestion.Kafka.Registry;

/// <summary>What a registry said about an id. Immutable.</summary>
internal sealed record KnownSchema
{
    /// <summary>How the schema is written, as in <see cref="RegisteredSchema.Type"/>; null when the registry has none of that id.</summary>
    internal string? Type { get; private init; }

    /// <summary>The schema; null when it is of JSON, of which nothing is needed, or cannot be used.</summary>
    internal PayloadSchema? Schema { get; private init; }

    /// <summary>Why it cannot be used: a clause that goes on after "which"; null when it can.</summary>
    internal string? Damage { get; private init; }

    /// <summary>Whether the registry may say something else later: a schema never changes, but it may come.</summary>
    internal bool MayChange { get; private init; }

    internal static KnownSchema Unknown { get; } = new() { Damage = "the registry does not have", MayChange = true };

    internal static KnownSchema Of(string type, PayloadSchema? schema) => new() { Type = type, Schema = schema };

    internal static KnownSchema Unusable(string type, string damage, bool mayChange = false) => new() { Type = type, Damage = damage, MayChange = mayChange };
}
