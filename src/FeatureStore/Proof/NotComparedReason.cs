namespace FeatureStore.Proof;

/// <summary>Why a logged lookup could not be compared.</summary>
public static class NotComparedReason
{
    /// <summary>The view version is not defined any more.</summary>
    public const string DefinitionGone = "definition-gone";

    /// <summary>The view is not kept offline.</summary>
    public const string NotKeptOffline = "not-kept-offline";

    /// <summary>Events of the key went to one store only.</summary>
    public const string OneStoreOnly = "one-store-only";

    /// <summary>The process that served did not know how far the online store was, so that a missing row proves nothing.</summary>
    public const string ProgressUnknown = "progress-unknown";

    /// <summary>Events that the lookup saw are in no offline file, because the view was changed before they were written.</summary>
    public const string NotOffline = "not-offline";

    /// <summary>The events of the view are in several partitions of the log, which have no order among each other.</summary>
    public const string SeveralPartitions = "several-partitions";

    /// <summary>The online store was away, and the lookup was answered with rows read before.</summary>
    public const string Stale = "stale";

    /// <summary>The entity was erased afterwards.</summary>
    public const string Erased = "erased";

    /// <summary>Retention has removed events that the lookup had seen.</summary>
    public const string HistoryNotKept = "history-not-kept";

    /// <summary>The row that answered was written into the online store directly, without an event.</summary>
    public const string WrittenDirectly = "written-directly";
}
