namespace FeatureStore.Serving;

/// <summary>What made lookups slow, as metrics and people read it.</summary>
public static class SlowReasonNames
{
    /// <summary>The label of metrics, for example <c>online_store</c>.</summary>
    public static string ToLabel(this SlowReason reason) => reason switch
    {
        SlowReason.OnlineStore => "online_store",
        SlowReason.Planning => "planning",
        SlowReason.Computing => "computing",
        _ => "garbage_collection",
    };

    /// <summary>A sentence about a lookup, for example <c>The online store took 91 of 104 ms to answer.</c></summary>
    public static string Explain(this SlowLookup lookup)
    {
        var whole = lookup.Duration.TotalMilliseconds;
        return lookup.Reason switch
        {
            SlowReason.OnlineStore => FormattableString.Invariant($"The online store took {lookup.Reading.TotalMilliseconds:0.##} of {whole:0.##} ms to answer."),
            SlowReason.Planning => FormattableString.Invariant($"Definitions were read and the request was compiled for {lookup.Planning.TotalMilliseconds:0.##} of {whole:0.##} ms, as for the first one after a change."),
            SlowReason.Computing => FormattableString.Invariant($"Rows were decoded and features computed for {lookup.Computing.TotalMilliseconds:0.##} of {whole:0.##} ms."),
            _ => FormattableString.Invariant($"The process stood still for {lookup.Paused.TotalMilliseconds:0.##} of {whole:0.##} ms to collect garbage."),
        };
    }
}
