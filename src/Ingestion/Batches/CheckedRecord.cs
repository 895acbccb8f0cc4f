using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>One record after conversion and checks, before it goes to the event log or to the quarantine.</summary>
internal sealed class CheckedRecord
{
    internal required long RecordNumber { get; init; }

    internal required long LineNumber { get; init; }

    internal required long ByteOffset { get; init; }

    /// <summary>A copy of the raw bytes.</summary>
    internal required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The record of a topic as it came, kept only when it is refused or a unique rule may refuse it; null for other kinds.</summary>
    internal FeedRecord? Received { get; init; }

    /// <summary>The encoded event; empty when it cannot be encoded because a check has refused it.</summary>
    internal required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What decides the partition of the event; empty when the source has no key, or a part of it is null.</summary>
    internal ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>The converted values, kept only where a unique rule may have to show them; empty otherwise.</summary>
    internal Value[] Values { get; init; } = [];

    internal Instant? EventTime { get; init; }

    /// <summary>What refuses the record. <see cref="Refuse"/> adds to it.</summary>
    internal required IReadOnlyList<Violation> Errors { get; set; }

    /// <summary>Rules of severity warning that it breaks. <see cref="Warn"/> adds to it.</summary>
    internal required IReadOnlyList<string> Warnings { get; set; }

    internal required IReadOnlyList<string> Undecided { get; init; }

    /// <summary>Hashes of the values that must be unique.</summary>
    internal IReadOnlyList<UniqueKey> Keys { get; init; } = [];

    internal bool IsAccepted => Errors.Count == 0;

    /// <summary>Adds what refuses the record.</summary>
    internal void Refuse(Violation violation) => Errors = [.. Errors, violation];

    /// <summary>Adds a rule of severity warning that it breaks.</summary>
    internal void Warn(string rule) => Warnings = [.. Warnings, rule];
}

/// <summary>One value that must be unique.</summary>
internal readonly record struct UniqueKey(UniqueRule Rule, UInt128 Hash);
