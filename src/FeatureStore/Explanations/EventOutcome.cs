namespace FeatureStore.Explanations;

/// <summary>What became of an event.</summary>
public enum EventOutcome
{
    /// <summary>It counts.</summary>
    Counted,

    /// <summary>It is in the window, and its operand is null: aggregates pass over it.</summary>
    NullOperand,

    /// <summary>The condition of the feature does not hold for it.</summary>
    ConditionNotMet,

    /// <summary>It came later than is allowed; it is kept and counts in no window.</summary>
    TooLate,

    /// <summary>It had not arrived by the time, or before the sequence, that was asked for.</summary>
    NotKnown,

    /// <summary>It lies at or before the start of the window.</summary>
    BeforeWindow,

    /// <summary>It lies after the moment.</summary>
    AfterMoment,

    /// <summary>Its row answers.</summary>
    Answers,

    /// <summary>Its row would answer and is older than the ttl allows.</summary>
    TooOld,

    /// <summary>A row with a later event time answers.</summary>
    Older,

    /// <summary>A row with the same event time and a higher sequence answers.</summary>
    LostTie,

    /// <summary>It is newer than the row that answers and holds no value; the view takes the newest that is not null.</summary>
    NullPassedOver,
}
