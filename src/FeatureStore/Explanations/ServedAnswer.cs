using FeatureStore.Proof;

namespace FeatureStore.Explanations;

/// <summary>What the online store gives at the moment of an explanation, beside what was computed again from the stored events.</summary>
/// <param name="Value">What a lookup gives; null where the two cannot be compared.</param>
/// <param name="IsEqual">Whether status, event time and every bit of the value are the same; null where the two cannot be compared.</param>
/// <param name="NotCompared">Why they cannot be compared; null where they were.</param>
public sealed record ServedAnswer(ComparedValue? Value, bool? IsEqual, ServedReason? NotCompared)
{
    internal static ServedAnswer Not(ServedReason reason) => new(null, null, reason);
}

/// <summary>Why an explained value has none beside it that is served.</summary>
public enum ServedReason
{
    /// <summary>A view that it reads is not kept online.</summary>
    NotOnline,

    /// <summary>Another version of the view answers lookups.</summary>
    OtherVersion,

    /// <summary>Events of the key kept arriving while it was read.</summary>
    Changing,

    /// <summary>The online store could not be read.</summary>
    Unavailable,

    /// <summary>A row answers that was written into the online store directly, without an event.</summary>
    WrittenDirectly,
}
