namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Where the values of one field stand.</summary>
internal struct FieldParts
{
    private List<WirePart>? _earlier;

    /// <summary>Whether the field was written.</summary>
    internal bool IsThere { get; private set; }

    /// <summary>The last one, which counts where only one does.</summary>
    internal WirePart Last { get; private set; }

    /// <summary>How many there are.</summary>
    internal readonly int Count => (_earlier?.Count ?? 0) + (IsThere ? 1 : 0);

    /// <summary>The parts in the order in which they were written.</summary>
    internal readonly WirePart this[int index] => index < (_earlier?.Count ?? 0) ? _earlier![index] : Last;

    internal static FieldParts Of(WirePart part) => new() { IsThere = true, Last = part };

    /// <param name="part">The next one.</param>
    /// <param name="keepsAll">Whether the others still count.</param>
    internal void Add(WirePart part, bool keepsAll)
    {
        if (IsThere && keepsAll)
        {
            (_earlier ??= []).Add(Last);
        }

        IsThere = true;
        Last = part;
    }

    /// <summary>Another field of its group was written.</summary>
    internal void Clear() => this = default;
}
